using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Baseline;

/// <summary>The windows of the last few beats.</summary>
internal sealed class RecentBeats
{
    private readonly float[][] _beats;
    private readonly double[] _column;
    private int _next;

    public RecentBeats(int capacity)
    {
        _beats = [.. Enumerable.Range(0, capacity).Select(_ => new float[BeatWindow.Length])];
        _column = new double[capacity];
    }

    public int Count { get; private set; }

    /// <summary>The window of an age, 0 for the newest.</summary>
    public ReadOnlySpan<float> Newest(int age) => _beats[(_next - 1 - age + 2 * _beats.Length) % _beats.Length];

    public void Add(ReadOnlySpan<float> window)
    {
        window.CopyTo(_beats[_next]);
        _next = (_next + 1) % _beats.Length;
        Count = Math.Min(Count + 1, _beats.Length);
    }

    public void Clear() => (Count, _next) = (0, 0);

    /// <summary>Median point by point; the mean of the middle two for an even number. Sorts every column: meant for now and then.</summary>
    public void Median(Span<double> median)
    {
        var column = _column.AsSpan(0, Count);
        for (var i = 0; i < median.Length; i++)
        {
            for (var age = 0; age < Count; age++) column[age] = Newest(age)[i];
            column.Sort();
            median[i] = Sorted.Quantile(column, 0.5);
        }
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        for (var age = Count - 1; age >= 0; age--)
        {
            foreach (var point in Newest(age)) to.Write(point);
        }
    }

    public void Load(BinaryReader from)
    {
        Clear();
        Span<float> window = stackalloc float[BeatWindow.Length];
        var count = SnapshotException.Check(from.ReadInt32(), _beats.Length, "beats");
        for (var beat = 0; beat < count; beat++)
        {
            for (var i = 0; i < window.Length; i++) window[i] = from.ReadSingle();
            Add(window);
        }
    }
}

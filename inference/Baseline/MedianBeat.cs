using System.Numerics;
using System.Runtime.InteropServices;
using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Baseline;

/// <summary>
/// The last few accepted beats and, point by point, their values in order of size, so that the median is at hand after each. Row k holds
/// the k-th smallest value of every point: a new beat goes through all rows once, many points at a time.
/// </summary>
internal sealed class MedianBeat
{
    private readonly RecentBeats _beats;
    private readonly int _capacity;
    private readonly Vector<float>[][] _ranks;
    private readonly Vector<float>[] _old = Points(), _new = Points();

    public MedianBeat(int capacity)
    {
        _capacity = capacity;
        _beats = new RecentBeats(capacity);
        _ranks = [.. Enumerable.Range(0, capacity).Select(_ => Points())];
    }

    public int Count => _beats.Count;

    public void Add(ReadOnlySpan<float> window)
    {
        window.CopyTo(Values(_new));
        var count = Count;
        if (count == _capacity)
        {
            _beats.Newest(count - 1).CopyTo(Values(_old));
            Remove(count--);
        }

        Insert(count);
        _beats.Add(window);
    }

    public void Clear() => _beats.Clear();

    /// <summary>Median point by point; the mean of the middle two for an even number.</summary>
    public void Median(Span<double> median)
    {
        var low = Values(_ranks[(Count - 1) / 2]);
        var high = Values(_ranks[Count / 2]);
        for (var i = 0; i < median.Length; i++) median[i] = ((double)low[i] + high[i]) / 2;
    }

    public void Save(BinaryWriter to) => _beats.Save(to);

    public void Load(BinaryReader from)
    {
        var stored = new RecentBeats(_capacity);
        stored.Load(from);
        Clear();
        for (var age = stored.Count - 1; age >= 0; age--) Add(stored.Newest(age));
    }

    /// <summary>From the first value that is not below the old one on, the next greater takes each place.</summary>
    private void Remove(int count)
    {
        for (var k = 0; k < count - 1; k++)
        {
            var (here, next) = (_ranks[k], _ranks[k + 1]);
            for (var i = 0; i < here.Length; i++) here[i] = Vector.ConditionalSelect(Vector.LessThan(here[i], _old[i]), here[i], next[i]);
        }
    }

    /// <summary>Every place takes the new value held between the value before it and its own.</summary>
    private void Insert(int count)
    {
        _new.CopyTo(_ranks[count], 0);
        for (var k = count; k > 0; k--)
        {
            var (before, here) = (_ranks[k - 1], _ranks[k]);
            for (var i = 0; i < here.Length; i++)
            {
                var (least, most) = (Vector.Min(before[i], here[i]), Vector.Max(before[i], here[i]));
                (before[i], here[i]) = (least, most);
            }
        }
    }

    private static Vector<float>[] Points() => new Vector<float>[(BeatWindow.Length + Vector<float>.Count - 1) / Vector<float>.Count];

    private static Span<float> Values(Vector<float>[] points) => MemoryMarshal.Cast<Vector<float>, float>(points.AsSpan());
}

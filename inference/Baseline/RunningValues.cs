namespace EcgEdge.Inference.Baseline;

/// <summary>The last few values, also in order of size: a quantile costs nothing, a new value one move. Allocates nothing after construction.</summary>
internal sealed class RunningValues(int capacity)
{
    private readonly double[] _values = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    /// <summary>The value of an age, 0 for the newest.</summary>
    public double Newest(int age)
    {
        var place = _next - 1 - age;
        return _values[place < 0 ? place + _values.Length : place];
    }

    public void Add(double value)
    {
        if (Count == _values.Length) Sorted.Replace(_sorted, Count, _values[_next], value);
        else Sorted.Insert(_sorted, Count++, value);
        _values[_next] = value;
        if (++_next == _values.Length) _next = 0;
    }

    public void Clear() => (Count, _next) = (0, 0);

    /// <summary>The quantile, between values by a straight line; of at least one value.</summary>
    public double Quantile(double quantile) => Sorted.Quantile(_sorted.AsSpan(0, Count), quantile);

    public double Median() => Quantile(0.5);

    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        for (var age = Count - 1; age >= 0; age--) to.Write(Newest(age));
    }

    public void Load(BinaryReader from)
    {
        Clear();
        var count = SnapshotException.Check(from.ReadInt32(), _values.Length, "values");
        for (var i = 0; i < count; i++) Add(from.ReadDouble());
    }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>Median of the last few values.</summary>
internal sealed class RecentMedian(int capacity)
{
    private readonly double[] _values = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    /// <summary>The median; 0 while there are no values.</summary>
    public double Value { get; private set; }

    public void Clear()
    {
        Count = 0;
        _next = 0;
        Value = 0;
    }

    public void Add(double value)
    {
        _values[_next] = value;
        _next = (_next + 1) % capacity;
        Count = Math.Min(Count + 1, capacity);
        Recompute();
    }

    /// <summary>Multiplies every value.</summary>
    public void Scale(double factor)
    {
        for (var i = 0; i < Count; i++) _values[i] *= factor;
        Recompute();
    }

    private void Recompute()
    {
        Array.Copy(_values, _sorted, Count);
        Array.Sort(_sorted, 0, Count);
        Value = Count == 0 ? 0 : Count % 2 == 1 ? _sorted[Count / 2] : (_sorted[Count / 2 - 1] + _sorted[Count / 2]) / 2;
    }
}

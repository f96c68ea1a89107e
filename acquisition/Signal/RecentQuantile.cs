namespace EcgEdge.Acquisition.Signal;

/// <summary>A quantile of the last few values.</summary>
/// <param name="capacity">How many values.</param>
/// <param name="quantile">0.5 for the median.</param>
internal sealed class RecentQuantile(int capacity, double quantile)
{
    private readonly double[] _values = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    /// <summary>The quantile, between values by a straight line; 0 while there are no values.</summary>
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
        if (Count == 0)
        {
            Value = 0;
            return;
        }

        var place = quantile * (Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, Count - 1);
        Value = _sorted[below] + (place - below) * (_sorted[above] - _sorted[below]);
    }
}

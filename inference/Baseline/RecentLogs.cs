namespace EcgEdge.Inference.Baseline;

/// <summary>Natural logarithms of the last few values, so that each is taken once.</summary>
internal sealed class RecentLogs(int capacity)
{
    private readonly double[] _logs = new double[capacity];
    private int _next;

    /// <summary>The logarithm of an age, 0 for the newest.</summary>
    public double Newest(int age)
    {
        var place = _next - 1 - age;
        return _logs[place < 0 ? place + _logs.Length : place];
    }

    public void Add(double value)
    {
        _logs[_next] = Math.Log(value);
        if (++_next == _logs.Length) _next = 0;
    }

    public void Clear() => _next = 0;
}

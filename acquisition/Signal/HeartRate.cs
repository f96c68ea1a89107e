namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Heart rate as bedside monitors average it: the last 12 RR intervals without the smallest and the largest; the last 4 when three in a
/// row exceed 1200 ms, so that a slow heart is not shown late (the averaging that makers disclose under IEC 60601-2-27).
/// </summary>
public sealed class HeartRate
{
    private const int LongWindow = 12, ShortWindow = 4, SlowRun = 3;
    private const double SlowSeconds = 1.2;

    private readonly double[] _intervals = new double[LongWindow];
    private int _count;
    private int _next;

    /// <summary>Beats per minute; null until four intervals are known since the last gap.</summary>
    public double? BeatsPerMinute { get; private set; }

    /// <summary>Forgets all intervals: the rate is unknown again.</summary>
    public void Reset()
    {
        _count = 0;
        _next = 0;
        BeatsPerMinute = null;
    }

    /// <summary>Takes the next RR interval, in seconds.</summary>
    public void Add(double rrSeconds)
    {
        _intervals[_next] = rrSeconds;
        _next = (_next + 1) % LongWindow;
        _count = Math.Min(_count + 1, LongWindow);
        BeatsPerMinute = _count < ShortWindow ? null : 60 / (IsSlow() ? Mean(ShortWindow) : TrimmedMean());
    }

    private double Recent(int age) => _intervals[(_next - 1 - age + LongWindow) % LongWindow];

    private bool IsSlow()
    {
        for (var age = 0; age < SlowRun; age++)
        {
            if (Recent(age) <= SlowSeconds) return false;
        }

        return true;
    }

    private double Mean(int count)
    {
        var sum = 0.0;
        for (var age = 0; age < count; age++) sum += Recent(age);
        return sum / count;
    }

    private double TrimmedMean()
    {
        double sum = 0, smallest = double.MaxValue, largest = 0;
        for (var age = 0; age < _count; age++)
        {
            var interval = Recent(age);
            sum += interval;
            smallest = Math.Min(smallest, interval);
            largest = Math.Max(largest, interval);
        }

        return (sum - smallest - largest) / (_count - 2);
    }
}

namespace EcgEdge.Acquisition.Simulation;

/// <summary>When a fault of a fixed length holds, sample by sample: pauses between are exponentially distributed.</summary>
internal sealed class FaultSchedule
{
    private readonly Random _random;
    private readonly double _meanSamples;
    private readonly long _length;
    private long _next;

    public FaultSchedule(double everySeconds, TimeSpan lasts, double sampleRateHz, Random random)
    {
        _random = random;
        _meanSamples = everySeconds * sampleRateHz;
        _length = (long)(lasts.TotalSeconds * sampleRateHz);
        _next = everySeconds > 0 ? Draw(0) : long.MaxValue;
    }

    /// <summary>Whether the fault holds during this sample; indices must not go back.</summary>
    public bool Holds(long index)
    {
        if (index < _next) return false;
        if (index < _next + _length) return true;
        _next = Draw(index);
        return false;
    }

    private long Draw(long from) => from + 1 + (long)(-Math.Log(1 - _random.NextDouble()) * _meanSamples);
}

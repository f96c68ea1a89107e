namespace EcgEdge.Acquisition.Signal;

/// <summary>Which samples of the last moments belong to complexes. It is asked about the past, when their R peaks have been found.</summary>
internal sealed class RecentQrs(double sampleRateHz, double coarseRateHz)
{
    private const double DelaySeconds = 0.35, HalfSeconds = 0.08;

    private readonly long[] _rPeaks = new long[4];
    private readonly double _half = HalfSeconds * sampleRateHz;
    private int _next;

    /// <summary>Coarse samples after which the R peaks around one are known.</summary>
    public int Delay { get; } = (int)(DelaySeconds * coarseRateHz);

    public void Reset() => Array.Fill(_rPeaks, long.MinValue / 2);

    public void Add(long rPeak)
    {
        _rPeaks[_next] = rPeak;
        _next = (_next + 1) % _rPeaks.Length;
    }

    /// <summary>Whether a sample belongs to a complex.</summary>
    public bool Covers(long index)
    {
        foreach (var rPeak in _rPeaks)
        {
            if (Math.Abs(index - rPeak) < _half) return true;
        }

        return false;
    }
}

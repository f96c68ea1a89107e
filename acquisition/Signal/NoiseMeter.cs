namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Signal quality of a stretch: what the low-pass took away (muscle noise, mains) measured against the size of what it left.
/// </summary>
internal sealed class NoiseMeter
{
    /// <summary>Noise as a part of the signal's deviation at which the quality has fallen to one half.</summary>
    private const double HalfQualityRatio = 0.35;

    private double _noiseSquares, _signal, _signalSquares;
    private long _count;

    public void Reset()
    {
        _noiseSquares = _signal = _signalSquares = 0;
        _count = 0;
    }

    /// <summary>Takes one sample as it came and as it was filtered, both of the same moment, in millivolts.</summary>
    public void Add(double slopeOfRaw, double slopeOfFiltered, double filtered)
    {
        var removed = slopeOfRaw - slopeOfFiltered;
        _noiseSquares += removed * removed;
        _signal += filtered;
        _signalSquares += filtered * filtered;
        _count++;
    }

    /// <summary>Quality since the last call, 0 to 1, and begins anew.</summary>
    public float TakeQuality()
    {
        if (_count < 2) return 0;
        var variance = Math.Max(0, _signalSquares - _signal * _signal / _count) / (_count - 1);
        var noise = _noiseSquares / _count;
        Reset();
        if (variance <= 1e-9) return 0;
        return (float)(1 / (1 + noise / (HalfQualityRatio * HalfQualityRatio * variance)));
    }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The quantity whose peaks mark QRS complexes: band-pass 8 to 20 Hz, absolute slope, averaged over 80 ms (after P. Hamilton, "Open source
/// ECG analysis", Computers in Cardiology 2002). In millivolts per second; its delay and its size for a standard QRS are measured on
/// construction, so that they hold at any sample rate.
/// </summary>
internal sealed class QrsFeature
{
    private const double LowHz = 8, HighHz = 20, SlopeSeconds = 0.01, AverageSeconds = 0.08, StandardWidthSeconds = 0.08;

    private readonly double _sampleRateHz;
    private readonly double[] _past;
    private readonly double[] _slopes;
    private Biquad _highPass, _lowPass;
    private int _pastPosition, _slopePosition, _sinceResum;
    private double _sum;
    private bool _settled;

    public QrsFeature(double sampleRateHz)
    {
        _sampleRateHz = sampleRateHz;
        _highPass = Biquad.HighPass(LowHz, Math.Sqrt(0.5), sampleRateHz);
        _lowPass = Biquad.LowPass(HighHz, Math.Sqrt(0.5), sampleRateHz);
        _past = new double[Math.Max(1, (int)Math.Round(SlopeSeconds * sampleRateHz))];
        _slopes = new double[Math.Max(1, (int)Math.Round(AverageSeconds * sampleRateHz))];
        (Delay, PerMillivolt) = MeasureStandardComplex();
        Reset();
    }

    /// <summary>Samples from the apex of a QRS to the peak of the feature.</summary>
    public int Delay { get; }

    /// <summary>Peak of the feature for a QRS of 1 mV and 80 ms.</summary>
    public double PerMillivolt { get; }

    /// <summary>Absolute slope of the newest sample.</summary>
    public double Slope { get; private set; }

    public void Reset()
    {
        _settled = false;
        Array.Clear(_past);
        Array.Clear(_slopes);
        _pastPosition = _slopePosition = _sinceResum = 0;
        _sum = 0;
    }

    public double Process(double millivolts)
    {
        if (!_settled)
        {
            _settled = true;
            _highPass.Settle(millivolts);
            _lowPass.Settle(0);
        }

        var band = _lowPass.Process(_highPass.Process(millivolts));
        Slope = Math.Abs(band - _past[_pastPosition]) * _sampleRateHz / _past.Length;
        _past[_pastPosition] = band;
        if (++_pastPosition == _past.Length) _pastPosition = 0;

        _sum += Slope - _slopes[_slopePosition];
        _slopes[_slopePosition] = Slope;
        if (++_slopePosition == _slopes.Length) Wrap();
        return _sum / _slopes.Length;
    }

    private void Wrap()
    {
        _slopePosition = 0;
        // A running sum gathers rounding errors; summed anew once in a while, at places fixed by the sample count alone.
        if (++_sinceResum < 64) return;
        _sinceResum = 0;
        _sum = 0;
        foreach (var slope in _slopes) _sum += slope;
    }

    private (int Delay, double Peak) MeasureStandardComplex()
    {
        var apex = (int)_sampleRateHz;
        var half = StandardWidthSeconds / 2 * _sampleRateHz;
        var (bestAt, best) = (0, 0.0);
        for (var n = 0; n < 2 * apex; n++)
        {
            var value = Process(Math.Max(0, 1 - Math.Abs(n - apex) / half));
            if (value > best) (bestAt, best) = (n, value);
        }

        return (bestAt - apex, best);
    }
}

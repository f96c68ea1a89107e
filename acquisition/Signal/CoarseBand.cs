namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The signal from 3 to 40 Hz at a coarse rate, 125 to 250 samples per second or that of a slower source: all that tells a QRS complex from
/// noise, with an eighth of the samples of 1000 Hz.
/// </summary>
internal sealed class CoarseBand
{
    private const double LowHz = 3, HighHz = 40, LeastRateHz = 125;

    private Biquad _highPass, _lowPass;
    private bool _settled;
    private int _phase;

    public CoarseBand(double sampleRateHz)
    {
        Step = Math.Max(1, (int)(sampleRateHz / LeastRateHz));
        RateHz = sampleRateHz / Step;
        _highPass = Biquad.HighPass(LowHz, Math.Sqrt(0.5), sampleRateHz);
        _lowPass = Biquad.LowPass(Math.Min(HighHz, 0.45 * sampleRateHz), Math.Sqrt(0.5), sampleRateHz);
    }

    /// <summary>Input samples per coarse sample.</summary>
    public int Step { get; }

    public double RateHz { get; }

    public void Reset() => (_settled, _phase) = (false, 0);

    /// <summary>Takes an input sample; true with every coarse sample that it completes.</summary>
    public bool Process(double millivolts, out double coarse)
    {
        if (!_settled)
        {
            _settled = true;
            _highPass.Settle(millivolts);
            _lowPass.Settle(0);
        }

        coarse = _lowPass.Process(_highPass.Process(millivolts));
        if (++_phase < Step) return false;
        _phase = 0;
        return true;
    }
}

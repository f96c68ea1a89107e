namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The analysis filter: mains notch, linear-phase low-pass at 40 Hz, second-order Butterworth high-pass at 0.5 Hz. Causal, one sample in
/// and one out, designed for one sample rate. The output for input n stands for input n - <see cref="Delay"/>.
/// </summary>
public sealed class EcgFilter
{
    /// <summary>Lowest and highest rate that it can be designed for, Hz.</summary>
    public const double MinimumRateHz = 100, MaximumRateHz = 2000;

    private const double BaselineHz = 0.5, LowPassHz = 40, LowPassDelaySeconds = 0.06, NotchQ = 8;

    private readonly FirLowPass _lowPass;
    private Biquad _highPass;
    private Biquad _notch;
    private bool _settled;

    /// <param name="sampleRateHz">Rate of the source, 100 to 2000 Hz.</param>
    /// <param name="mainsHz">50 or 60.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or mains frequency outside that.</exception>
    public EcgFilter(double sampleRateHz, double mainsHz = 50)
    {
        if (!(sampleRateHz is >= MinimumRateHz and <= MaximumRateHz))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sampleRateHz), sampleRateHz, $"sample rate must lie between {MinimumRateHz} and {MaximumRateHz} Hz");
        }

        if (mainsHz is not (50 or 60)) throw new ArgumentOutOfRangeException(nameof(mainsHz), mainsHz, "mains frequency must be 50 or 60 Hz");

        SampleRateHz = sampleRateHz;
        _lowPass = new FirLowPass(LowPassHz, LowPassDelaySeconds, sampleRateHz);
        _highPass = Biquad.HighPass(BaselineHz, Math.Sqrt(0.5), sampleRateHz);
        // A mains frequency at or beyond the Nyquist frequency has no notch of its own.
        _notch = Biquad.Notch(Math.Min(mainsHz, 0.49 * sampleRateHz), NotchQ, sampleRateHz);
    }

    public double SampleRateHz { get; }

    /// <summary>Samples by which the output lags the input.</summary>
    public int Delay => _lowPass.Delay;

    /// <summary>The newest sample without mains, not delayed: what the QRS detector reads.</summary>
    public float WithoutMains { get; private set; }

    /// <summary>Forgets the past: the next sample starts afresh, without a step.</summary>
    public void Reset() => _settled = false;

    /// <summary>Filters one sample, in and out in millivolts.</summary>
    public float Process(float millivolts)
    {
        if (!_settled)
        {
            _settled = true;
            _notch.Settle(millivolts);
            _lowPass.Settle(millivolts);
            _highPass.Settle(millivolts);
        }

        WithoutMains = (float)_notch.Process(millivolts);
        return (float)_highPass.Process(_lowPass.Process(WithoutMains));
    }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Mains notch, linear-phase low-pass, baseline filter. Causal, one sample in and one out, designed for one sample rate. The output for
/// input n stands for input n - <see cref="Delay"/>.
/// </summary>
public sealed class EcgFilter
{
    /// <summary>Lowest and highest rate that it can be designed for, Hz.</summary>
    public const double MinimumRateHz = 100, MaximumRateHz = 2000;

    /// <summary>No input is taken to be larger: 100 V is no ECG, and must not leave the filter with numbers that it cannot forget.</summary>
    public const float LargestMillivolts = 100_000;

    private const double MonitorLowHz = 0.5, MonitorHighHz = 40, MonitorDelaySeconds = 0.06;
    private const double DiagnosticLowHz = 0.05, DiagnosticHighHz = 150, DiagnosticDelaySeconds = 0.02;

    private readonly MainsNotch _notch;
    private readonly FirLowPass? _lowPass;
    private readonly BaselineFilter _baseline;
    private bool _settled;

    /// <param name="sampleRateHz">Rate of the source, 100 to 2000 Hz.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="band">What it lets through.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or mains frequency outside that.</exception>
    public EcgFilter(double sampleRateHz, double? mainsHz, FilterBand band = FilterBand.Monitor)
    {
        if (!(sampleRateHz is >= MinimumRateHz and <= MaximumRateHz))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sampleRateHz), sampleRateHz, $"sample rate must lie between {MinimumRateHz} and {MaximumRateHz} Hz");
        }

        var (low, high, delay) = band == FilterBand.Monitor
            ? (MonitorLowHz, MonitorHighHz, MonitorDelaySeconds)
            : (DiagnosticLowHz, DiagnosticHighHz, DiagnosticDelaySeconds);
        SampleRateHz = sampleRateHz;
        _notch = new MainsNotch(sampleRateHz, mainsHz);
        // A source that holds nothing above the limit needs no low-pass.
        _lowPass = high < 0.5 * sampleRateHz ? new FirLowPass(high, delay, sampleRateHz) : null;
        _baseline = new BaselineFilter(low, sampleRateHz);
    }

    public double SampleRateHz { get; }

    /// <summary>Samples by which the output lags the input.</summary>
    public int Delay => _lowPass?.Delay ?? 0;

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => _notch.Hz;

    /// <summary>The newest sample without mains, not delayed: what the QRS detector reads.</summary>
    public float WithoutMains { get; private set; }

    /// <summary>Forgets the past: the next sample starts afresh, without a step.</summary>
    public void Reset() => _settled = false;

    /// <summary>Filters one sample, in and out in millivolts.</summary>
    public float Process(float millivolts)
    {
        millivolts = Math.Clamp(millivolts, -LargestMillivolts, LargestMillivolts);
        if (!_settled)
        {
            _settled = true;
            _notch.Settle(millivolts);
            _lowPass?.Settle(millivolts);
            _baseline.Reset();
        }

        WithoutMains = _notch.Process(millivolts);
        return _baseline.Process(_lowPass?.Process(WithoutMains) ?? WithoutMains);
    }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>Takes mains hum away, of a frequency that was chosen or is detected: then 50 Hz until 60 Hz is found.</summary>
internal sealed class MainsNotch
{
    /// <summary>A notch this wide still bears a grid 0.5 Hz off and rings for no longer than a QRS.</summary>
    private const double Q = 8;

    private const int DefaultHz = 50;

    private readonly MainsDetector? _detector;
    private readonly int _chosenHz;
    private Biquad _at50, _at60;

    public MainsNotch(double sampleRateHz, double? mainsHz)
    {
        if (mainsHz is not (null or 50 or 60))
            throw new ArgumentOutOfRangeException(nameof(mainsHz), mainsHz, "mains frequency must be 50 or 60 Hz, or none to have it detected");
        _detector = mainsHz is null ? new MainsDetector(sampleRateHz) : null;
        _chosenHz = (int)(mainsHz ?? DefaultHz);
        // A mains frequency at or beyond the Nyquist frequency has no notch of its own.
        _at50 = Biquad.Notch(Math.Min(50, 0.49 * sampleRateHz), Q, sampleRateHz);
        _at60 = Biquad.Notch(Math.Min(60, 0.49 * sampleRateHz), Q, sampleRateHz);
    }

    /// <summary>50 or 60: what is taken away now.</summary>
    public int Hz => _detector?.Hz ?? _chosenHz;

    /// <summary>Starts as if the input had always been this value.</summary>
    public void Settle(float millivolts)
    {
        _at50.Settle(millivolts);
        _at60.Settle(millivolts);
        _detector?.Restart();
    }

    public float Process(float millivolts)
    {
        if (_detector is null) return (float)(_chosenHz == 50 ? _at50.Process(millivolts) : _at60.Process(millivolts));
        _detector.Add(millivolts);
        // Both run, so that there is no step when the choice falls.
        var (without50, without60) = (_at50.Process(millivolts), _at60.Process(millivolts));
        return (float)(Hz == 50 ? without50 : without60);
    }
}

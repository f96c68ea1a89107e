namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Tells whether mains hum has 50 or 60 Hz: amplitude at both (G. Goertzel, American Mathematical Monthly 65, 1958) over blocks of 2 s
/// under a Hann window, which bears a grid that is 0.5 Hz off. Decides when one is above 3 µV and twice the other in two blocks running.
/// </summary>
internal sealed class MainsDetector
{
    /// <summary>Below this rate 60 Hz cannot be told.</summary>
    private const double LeastRateHz = 130;

    private const double BlockSeconds = 2, LeastMillivolts = 0.003, Ratio = 2;
    private const int BlocksRunning = 2;

    private readonly double[] _window;
    private readonly double _coefficient50, _coefficient60, _perMillivolt;
    private double _a50, _b50, _a60, _b60, _origin;
    private int _position, _candidate, _running;

    public MainsDetector(double sampleRateHz)
    {
        _window = new double[sampleRateHz < LeastRateHz ? 0 : (int)(BlockSeconds * sampleRateHz)];
        for (var i = 0; i < _window.Length; i++) _window[i] = 0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / _window.Length);
        _coefficient50 = 2 * Math.Cos(2 * Math.PI * 50 / sampleRateHz);
        _coefficient60 = 2 * Math.Cos(2 * Math.PI * 60 / sampleRateHz);
        _perMillivolt = _window.Length / 4.0;
    }

    /// <summary>50 or 60; null until it is certain.</summary>
    public int? Hz { get; private set; }

    /// <summary>Begins a new stretch of signal; what was found before stays.</summary>
    public void Restart()
    {
        _position = _running = 0;
        _a50 = _b50 = _a60 = _b60 = 0;
    }

    public void Add(float millivolts)
    {
        if (_window.Length == 0) return;
        // An electrode's offset of hundreds of millivolts would leak through the window's side lobes.
        if (_position == 0) _origin = millivolts;
        var value = (millivolts - _origin) * _window[_position];
        (_a50, _b50) = (value + _coefficient50 * _a50 - _b50, _a50);
        (_a60, _b60) = (value + _coefficient60 * _a60 - _b60, _a60);
        if (++_position == _window.Length) Judge();
    }

    private static double Magnitude(double a, double b, double coefficient) => Math.Sqrt(Math.Max(0, a * a + b * b - coefficient * a * b));

    private void Judge()
    {
        var at50 = Magnitude(_a50, _b50, _coefficient50) / _perMillivolt;
        var at60 = Magnitude(_a60, _b60, _coefficient60) / _perMillivolt;
        var candidate = at50 > LeastMillivolts && at50 > Ratio * at60 ? 50 : at60 > LeastMillivolts && at60 > Ratio * at50 ? 60 : 0;
        _running = candidate == _candidate ? _running + 1 : 1;
        _candidate = candidate;
        if (candidate != 0 && _running >= BlocksRunning) Hz = candidate;
        _position = 0;
        _a50 = _b50 = _a60 = _b60 = 0;
    }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Second-order recursive filter, transposed direct form II, in double precision. Designs after the bilinear transform of the analogue
/// prototypes (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients").
/// </summary>
internal struct Biquad
{
    /// <summary>A state below this is a rounding error of silence; left to fade, it would become denormal, and arithmetic slow.</summary>
    private const double Negligible = 1e-30;

    private readonly double _b0, _b1, _b2, _a1, _a2;
    private double _s1, _s2;

    private Biquad(double b0, double b1, double b2, double a0, double a1, double a2)
    {
        _b0 = b0 / a0;
        _b1 = b1 / a0;
        _b2 = b2 / a0;
        _a1 = a1 / a0;
        _a2 = a2 / a0;
    }

    public static Biquad HighPass(double cutoffHz, double q, double sampleRateHz)
    {
        var (cos, alpha) = Prepare(cutoffHz, q, sampleRateHz);
        return new Biquad((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public static Biquad LowPass(double cutoffHz, double q, double sampleRateHz)
    {
        var (cos, alpha) = Prepare(cutoffHz, q, sampleRateHz);
        return new Biquad((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public static Biquad Notch(double centreHz, double q, double sampleRateHz)
    {
        var (cos, alpha) = Prepare(centreHz, q, sampleRateHz);
        return new Biquad(1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public double Process(double x)
    {
        var y = _b0 * x + _s1;
        _s1 = _b1 * x - _a1 * y + _s2;
        _s2 = _b2 * x - _a2 * y;
        if (Math.Abs(_s1) < Negligible) _s1 = 0;
        if (Math.Abs(_s2) < Negligible) _s2 = 0;
        return y;
    }

    /// <summary>Puts the state where it would be had the input always been this value: a start without a step.</summary>
    public void Settle(double x)
    {
        var gain = (_b0 + _b1 + _b2) / (1 + _a1 + _a2);
        var y = gain * x;
        _s2 = _b2 * x - _a2 * y;
        _s1 = _b1 * x - _a1 * y + _s2;
    }

    private static (double Cos, double Alpha) Prepare(double frequencyHz, double q, double sampleRateHz)
    {
        var w = 2 * Math.PI * frequencyHz / sampleRateHz;
        return (Math.Cos(w), Math.Sin(w) / (2 * q));
    }
}

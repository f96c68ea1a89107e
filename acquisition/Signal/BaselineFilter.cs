namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Takes the baseline away: Butterworth high-pass of second order. It starts from the mean of the first 250 ms, so that a stretch that
/// begins on a QRS does not drag its tail through the first second, and starts anew where the output has been further off than any QRS
/// for longer than any QRS: an electrode that was moved, an amplifier coming out of its rails.
/// </summary>
internal sealed class BaselineFilter
{
    private const double StartSeconds = 0.25, OffSeconds = 0.15;
    private const float OffMillivolts = 6;

    private readonly int _start, _off;
    private Biquad _highPass;
    private double _sum;
    private int _started, _offFor;

    public BaselineFilter(double cutoffHz, double sampleRateHz)
    {
        _highPass = Biquad.HighPass(cutoffHz, Math.Sqrt(0.5), sampleRateHz);
        _start = Math.Max(1, (int)(StartSeconds * sampleRateHz));
        _off = Math.Max(1, (int)(OffSeconds * sampleRateHz));
    }

    public void Reset()
    {
        _sum = 0;
        _started = _offFor = 0;
    }

    public float Process(float millivolts)
    {
        if (_started < _start) return Start(millivolts);
        var output = (float)_highPass.Process(millivolts);
        _offFor = Math.Abs(output) > OffMillivolts ? _offFor + 1 : 0;
        if (_offFor >= _off) Reset();
        return output;
    }

    private float Start(float millivolts)
    {
        _sum += millivolts;
        var mean = _sum / ++_started;
        if (_started == _start) _highPass.Settle(mean);
        return (float)(millivolts - mean);
    }
}

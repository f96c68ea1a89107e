namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>
/// Tells samples at the end of the input's range: a run of identical values that nothing in the last seconds exceeds, entered by a jump. The
/// flat top of a slow wave in coarse steps is no such run, as it is entered by a single step; nor is a simulator's perfectly level baseline.
/// </summary>
internal sealed class ClippingDetector(NoiseBins bins, double sampleRateHz)
{
    private const double RunSeconds = 0.015, LookBackSeconds = 6, LeastRangeMillivolts = 0.2, JumpSteps = 2.5, LeastDistance = 0.25;
    private const int LeastRun = 3;

    private readonly int _run = Math.Max(LeastRun, (int)Math.Ceiling(RunSeconds * sampleRateHz));
    private readonly long _lookBack = (long)(LookBackSeconds * sampleRateHz);
    private float _last, _entry, _step;
    private int _length;
    private bool _atEnd;

    public void Reset()
    {
        _length = 0;
        _step = float.MaxValue;
        _atEnd = false;
    }

    /// <summary>
    /// Takes one raw sample in millivolts and tells how many samples are newly known to stand at the end of the range: a whole run so far at
    /// once, then one by one.
    /// </summary>
    public int Add(long index, float raw)
    {
        if (_length > 0 && raw == _last)
        {
            _length++;
            if (_atEnd) return 1;
            _atEnd = _length == _run && _entry >= JumpSteps * _step && IsExtreme(index, raw);
            return _atEnd ? _length : 0;
        }

        _entry = _length == 0 ? 0 : Math.Abs(raw - _last);
        // The smallest difference seen stands for one step of the converter.
        if (_entry > 0) _step = Math.Min(_step, _entry);
        (_last, _length, _atEnd) = (raw, 1, false);
        return 0;
    }

    private bool IsExtreme(long index, float raw)
    {
        var (low, high) = bins.RawExtremes(index - _lookBack, index);
        if (high < low || (raw < high && raw > low)) return false;
        var range = Math.Max(high, raw) - Math.Min(low, raw);
        return range >= LeastRangeMillivolts && Math.Abs(raw - bins.LastBaseline) >= LeastDistance * range;
    }
}

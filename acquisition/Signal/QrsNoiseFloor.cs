namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// How restless the QRS feature is between complexes: a low quantile of it over the last seconds. Between the beats of a clean signal the
/// feature is nearly zero, whatever the rhythm; in muscle noise or motion it is not, and then peaks must stand out from it to count.
/// </summary>
internal sealed class QrsNoiseFloor
{
    private const double StepSeconds = 0.02, WindowSeconds = 2;

    private readonly int _step;
    private readonly double[] _values = new double[(int)(WindowSeconds / StepSeconds)];
    private readonly double[] _sorted;
    private int _count, _next, _phase;

    public QrsNoiseFloor(double sampleRateHz)
    {
        _step = Math.Max(1, (int)Math.Round(StepSeconds * sampleRateHz));
        _sorted = new double[_values.Length];
    }

    /// <summary>A quantile; 0 until a second has been seen. Sorts: for peaks, not for samples.</summary>
    public double At(double quantile)
    {
        if (_count < _values.Length / 2) return 0;
        Array.Copy(_values, _sorted, _count);
        Array.Sort(_sorted, 0, _count);
        return _sorted[(int)(quantile * (_count - 1))];
    }

    public void Reset() => _count = _next = _phase = 0;

    /// <summary>Takes the feature of the next sample.</summary>
    public void Add(double feature)
    {
        if (++_phase < _step) return;
        _phase = 0;
        _values[_next] = feature;
        _next = (_next + 1) % _values.Length;
        _count = Math.Min(_count + 1, _values.Length);
    }
}

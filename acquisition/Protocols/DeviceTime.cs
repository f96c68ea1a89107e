namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Tells missing samples from the times that a device gives them. The unit, milliseconds or microseconds, follows from the first intervals;
/// the device's real sampling interval is tracked, and a sample's place is judged against a smoothed prediction, so that coarse or jittery
/// times are not taken for losses.
/// </summary>
internal sealed class DeviceTime(double sampleRateHz)
{
    private const int LearningIntervals = 16;
    private const double PhaseGain = 0.1, IntervalGain = 0.002, LongestLossSeconds = 3600;

    /// <summary>Share of an interval by which a sample must come late for one to be missing: milliseconds tell it up to 500 Hz.</summary>
    private const double LateShare = 0.6;

    private readonly double[] _first = new double[LearningIntervals];
    private int _learned;
    private double _interval, _predicted;
    private uint _previous;
    private bool _hasPrevious;

    /// <summary>Whether a unit fits the rate; null until enough has been seen.</summary>
    public bool? Fits => _learned < LearningIntervals ? null : _interval > 0;

    /// <summary>Takes a sample's time.</summary>
    /// <returns>Samples missing before it; -1 when the device began anew.</returns>
    public long Take(uint time)
    {
        if (!_hasPrevious)
        {
            (_previous, _hasPrevious) = (time, true);
            return 0;
        }

        // Counters of 32 bits run over, microseconds after 71 minutes: the difference is right all the same.
        double step = time - _previous;
        var isBackwards = time < _previous && step > uint.MaxValue / 2.0;
        _previous = time;
        if (isBackwards)
        {
            _predicted = 0;
            return -1;
        }

        if (_learned < LearningIntervals)
        {
            _first[_learned++] = step;
            if (_learned == LearningIntervals) Learn();
            return 0;
        }

        return _interval > 0 ? Judge(step) : 0;
    }

    /// <summary>The median of the first intervals is close to one interval in the right unit.</summary>
    private void Learn()
    {
        Array.Sort(_first);
        var median = (_first[LearningIntervals / 2 - 1] + _first[LearningIntervals / 2]) / 2;
        foreach (var perSecond in (ReadOnlySpan<double>)[1e6, 1e3])
        {
            var expected = perSecond / sampleRateHz;
            // Milliseconds are coarse at high rates: 1000 / 360 comes as 2 or 3.
            if (Math.Abs(median - expected) < 0.3 * expected + (perSecond < 1e6 ? 0.5 : 0)) _interval = expected;
        }
    }

    private long Judge(double step)
    {
        // _predicted: by how much the sample before came later than predicted; what a late one keeps of that is the smoothing.
        var late = _predicted + step - _interval;
        var missing = late > LateShare * _interval ? (long)Math.Round(late / _interval) : 0;
        late -= missing * _interval;
        _predicted = late * (1 - PhaseGain);
        // Over a long loss the count rests on the interval: it is learned from unbroken stretches only.
        if (missing == 0) _interval += IntervalGain * Math.Clamp(late, -_interval, _interval);
        return missing > LongestLossSeconds * sampleRateHz ? -1 : missing;
    }
}

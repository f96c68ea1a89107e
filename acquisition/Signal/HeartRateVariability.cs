namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Heart rate variability in the time domain over a sliding window of NN intervals (between consecutive normal beats), as the Task Force of
/// the ESC and NASPE defines it ("Heart rate variability: standards of measurement, physiological interpretation and clinical use",
/// Circulation 93, 1996). An ectopic or badly recorded beat takes both intervals beside it out; nothing is joined across such a beat or a gap.
/// </summary>
public sealed class HeartRateVariability
{
    /// <summary>Intervals outside these bounds are no NN intervals: a beat was missed or one too many was found.</summary>
    public const double ShortestNnSeconds = 0.2, LongestNnSeconds = 2;

    /// <summary>NN intervals must fill this part of the window before anything is told: values over unlike durations do not compare.</summary>
    public const double LeastCoverage = 0.5;

    /// <summary>Fewest pairs of adjoining NN intervals from which RMSSD and pNN50 are told.</summary>
    public const int LeastDifferences = 30;

    private const double LongDifferenceSeconds = 0.05;

    private readonly double _windowSeconds;
    private readonly NnInterval[] _intervals;
    private int _first, _count;
    private double _lastBeat;
    private bool _lastIsNormal, _lastBeatEndsInterval;

    /// <param name="windowSeconds">Length of the window; 5 minutes is the Task Force's short-term recording.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window outside 10 seconds to 24 hours.</exception>
    public HeartRateVariability(double windowSeconds = 300)
    {
        if (windowSeconds is not (>= 10 and <= 86400))
        {
            throw new ArgumentOutOfRangeException(nameof(windowSeconds), windowSeconds, "window must lie between 10 s and 24 h");
        }

        _windowSeconds = windowSeconds;
        _intervals = new NnInterval[(int)Math.Ceiling(windowSeconds / ShortestNnSeconds) + 2];
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _first = _count = 0;
        Break();
    }

    /// <summary>Notes a gap: the next beat has no interval before it. What the window holds stays until it grows too old.</summary>
    public void Break() => _lastIsNormal = _lastBeatEndsInterval = false;

    /// <summary>Takes the next beat.</summary>
    /// <param name="atSeconds">Time of its R peak on a clock that runs on through gaps; no earlier than that of the last beat.</param>
    /// <param name="isNormal">Whether it is a sinus beat of good signal quality.</param>
    public void AddBeat(double atSeconds, bool isNormal)
    {
        var interval = atSeconds - _lastBeat;
        var isNn = isNormal && _lastIsNormal && interval is >= ShortestNnSeconds and <= LongestNnSeconds;
        Expire(atSeconds - _windowSeconds);
        if (isNn) Append(new NnInterval(atSeconds, interval, _lastBeatEndsInterval));
        (_lastBeat, _lastIsNormal, _lastBeatEndsInterval) = (atSeconds, isNormal, isNn);
    }

    /// <summary>The window's values; null while NN intervals fill less than <see cref="LeastCoverage"/> of it.</summary>
    public HeartRateVariabilityValues? Measure()
    {
        double covered = 0, squares = 0, differences = 0;
        var (pairs, longOnes) = (0, 0);
        for (var i = 0; i < _count; i++)
        {
            covered += At(i).Seconds;
            // The first interval held may adjoin one that has already left the window.
            if (i == 0 || !At(i).AdjoinsPrevious) continue;
            var difference = At(i).Seconds - At(i - 1).Seconds;
            differences += difference * difference;
            pairs++;
            if (Math.Abs(difference) > LongDifferenceSeconds) longOnes++;
        }

        if (_count < 2 || covered < LeastCoverage * _windowSeconds) return null;
        var mean = covered / _count;
        for (var i = 0; i < _count; i++) squares += (At(i).Seconds - mean) * (At(i).Seconds - mean);
        var enough = pairs >= LeastDifferences;
        return new HeartRateVariabilityValues(
            1000 * Math.Sqrt(squares / (_count - 1)),
            enough ? 1000 * Math.Sqrt(differences / pairs) : null,
            enough ? 100.0 * longOnes / pairs : null,
            1000 * mean,
            _count,
            covered);
    }

    private ref readonly NnInterval At(int age) => ref _intervals[(_first + age) % _intervals.Length];

    private void Append(NnInterval interval) => _intervals[(_first + _count++) % _intervals.Length] = interval;

    private void Expire(double before)
    {
        while (_count > 0 && At(0).EndSeconds <= before)
        {
            _first = (_first + 1) % _intervals.Length;
            _count--;
        }
    }

    /// <param name="EndSeconds">Time of the beat that ends it.</param>
    /// <param name="Seconds">Its length.</param>
    /// <param name="AdjoinsPrevious">Whether it begins where the NN interval before it ends.</param>
    private readonly record struct NnInterval(double EndSeconds, double Seconds, bool AdjoinsPrevious);
}

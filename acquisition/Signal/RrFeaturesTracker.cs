namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Follows the RR intervals of one lead and tells each beat's <see cref="RrFeatures"/>. Causal, constant memory, no allocation after
/// construction.
/// </summary>
public sealed class RrFeaturesTracker
{
    /// <summary>Good intervals that the running median spans, and the fewest from which it is told.</summary>
    public const int MedianIntervals = 32, LeastMedianIntervals = 8;

    /// <summary>Intervals among which the local variability is measured, and the fewest differences from which it is told.</summary>
    public const int LocalIntervals = 8, LeastLocalDifferences = 3;

    private readonly RecentQuantile _good = new(MedianIntervals, 0.5);
    private readonly double[] _recent = new double[LocalIntervals];
    private int _recentCount;

    /// <summary>The newest beat, whose next interval is not known yet: what can be told of it without waiting.</summary>
    public RrFeatures Latest { get; private set; }

    /// <summary>Forgets everything, for another wearer or another record.</summary>
    public void Reset()
    {
        _good.Clear();
        Break();
    }

    /// <summary>Notes a gap: the next beat has no interval before it. The running median stays, as it is made of whole intervals only.</summary>
    public void Break()
    {
        _recentCount = 0;
        Latest = default(RrFeatures) with { MedianSeconds = Median };
    }

    /// <summary>Takes the RR interval that the newest R peak ends.</summary>
    /// <param name="rrSeconds">Its length, above 0.</param>
    /// <param name="isGood">Whether it counts for the running median: good signal on both sides, neither pause nor ectopic.</param>
    /// <returns>The features of the beat that begins the interval, now complete. <see cref="Latest"/> is then the beat that ends it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An interval that is not above 0, or no number.</exception>
    public RrFeatures Add(double rrSeconds, bool isGood)
    {
        if (!(rrSeconds > 0 && double.IsFinite(rrSeconds)))
        {
            throw new ArgumentOutOfRangeException(nameof(rrSeconds), rrSeconds, "an RR interval must be above 0 s");
        }

        var completed = Latest with { NextSeconds = rrSeconds, NextRatio = rrSeconds / Latest.MedianSeconds };
        var before = _recentCount > 0 ? _recent[_recentCount - 1] : (double?)null;
        Append(rrSeconds);
        var ratio = rrSeconds / Median;
        Latest = new RrFeatures(
            rrSeconds, null, Median, ratio, null, rrSeconds / before, ratio is { } r ? Math.Max(0, 1 - r) : null, LocalVariability());
        if (isGood) _good.Add(rrSeconds);
        return completed;
    }

    private double? Median => _good.Count >= LeastMedianIntervals ? _good.Value : null;

    private void Append(double rrSeconds)
    {
        if (_recentCount == LocalIntervals) Array.Copy(_recent, 1, _recent, 0, --_recentCount);
        _recent[_recentCount++] = rrSeconds;
    }

    private double? LocalVariability()
    {
        var differences = _recentCount - 1;
        if (differences < LeastLocalDifferences) return null;
        var squares = 0.0;
        for (var i = 1; i < _recentCount; i++) squares += (_recent[i] - _recent[i - 1]) * (_recent[i] - _recent[i - 1]);
        return Math.Sqrt(squares / differences) / Median;
    }
}

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>rate.brady</c> and <c>rate.tachy</c>: the averaged heart rate (<see cref="Acquisition.Signal.HeartRate"/>) beyond a limit. The
/// averaging answers a change to 40 or 150 beats per minute within some 6 s; IEC 60601-2-27 allows 10. The limits that are set at first
/// are those of the PhysioNet/CinC Challenge 2015, below 40 for 5 beats and above 140 for 17. Raised only while the signal is good;
/// cleared when the rate is back within the limit by the hysteresis. A fast rate is believed from twelve intervals on, the whole of the
/// average: after a silence the detector may take T waves for beats until it knows what a QRS is; a slow rate waits for no more beats.
/// </summary>
public sealed class RateRule
{
    /// <summary>R peaks with a rate, the first of them the fourth interval's, until twelve intervals are averaged.</summary>
    private const int WholeAverage = 9;

    private readonly AlertContext _context;
    private readonly RateOptions _options;
    private readonly AlertEpisode _episode;
    private readonly bool _isHigh;
    private double _worst;
    private long _since = -1;
    private int _known;

    private RateRule(string kind, bool isHigh, RateOptions options, AlertContext context)
    {
        (_isHigh, _options, _context) = (isHigh, options, context);
        _episode = new AlertEpisode(kind, options, context);
    }

    public static RateRule Brady(AlertContext context) => new(AlertKind.RateBrady, isHigh: false, context.Options.Brady, context);

    public static RateRule Tachy(AlertContext context) => new(AlertKind.RateTachy, isHigh: true, context.Options.Tachy, context);

    /// <summary>Takes the rate as it is at an R peak; gives the alert when it changed, else null.</summary>
    public Alert? Take(long peak)
    {
        _known = _context.HeartRateBpm is null ? 0 : Math.Min(_known + 1, WholeAverage);
        if (_context.HeartRateBpm is not { } bpm) return null;
        var beyond = _isHigh ? bpm - _options.LimitBpm : _options.LimitBpm - bpm;
        if (beyond <= 0) _since = -1;
        else if (_since < 0) _since = peak;
        if (_episode.Open is null)
        {
            if (beyond <= 0 || (_isHigh && _known < WholeAverage) || !_context.IsQualityGood || !_episode.CanRaise(peak)) return null;
            _worst = bpm;
            return _episode.Raise(_since, peak, Evidence());
        }

        _worst = _isHigh ? Math.Max(_worst, bpm) : Math.Min(_worst, bpm);
        if (-beyond >= _options.HysteresisBpm && beyond <= 0) return _episode.Clear(peak, Evidence());
        return beyond > 0 && _episode.IsDue(peak) ? _episode.Update(peak, Evidence()) : null;
    }

    /// <summary>Forgets since when the rate was beyond its limit. An open episode stays open until the rate is known and well again.</summary>
    public void Break() => (_since, _known) = (-1, 0);

    public Alert? End(long index) => _episode.End(index);

    private AlertEvidence Evidence() => new(
        AlertPriority.Medium, _worst, _options.LimitBpm,
        $"Heart rate {_worst:0} beats per minute, {(_isHigh ? "above" : "below")} the limit of {_options.LimitBpm:0}");
}

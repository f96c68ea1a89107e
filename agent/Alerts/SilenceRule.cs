using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>rhythm.pause</c> and <c>rhythm.asystole</c>: no R peak for so many seconds, told by the clock of samples and not by the next beat.
/// Asystole is the PhysioNet/CinC Challenge 2015's, no QRS for 4 s, and also counts from the start of a stretch of signal; a pause lies
/// between beats, so one must have been seen (3 s: ACC/AHA/HRS guideline on bradycardia, 2018). A flat line with leads on is
/// asystole: only lost contact, lost samples, and noise in which a QRS could hide silence these two.
/// </summary>
public sealed class SilenceRule
{
    /// <summary>An R peak is reported so long after it at most (95 of 100; measured): one that is on its way ends the silence.</summary>
    private const double DetectionSeconds = 0.3;

    private const double RetrySeconds = 0.25;

    /// <summary>Noise of this part of the QRS's size, root mean square, hides a QRS: its peaks reach three times as far.</summary>
    private const float HidingNoise = 0.25f;

    private readonly AlertContext _context;
    private readonly SilenceOptions _options;
    private readonly AlertEpisode _episode;
    private readonly AlertPriority _priority;
    private readonly bool _needsBeat;
    private readonly long _after, _retry;
    private long _last, _due = long.MaxValue;
    private bool _isRunning, _isNoisy;
    private int _restored;
    private double _longest;

    private SilenceRule(string kind, AlertPriority priority, bool needsBeat, SilenceOptions options, AlertContext context)
    {
        (_options, _context, _priority, _needsBeat) = (options, context, priority, needsBeat);
        _episode = new AlertEpisode(kind, options, context);
        _after = context.Samples(options.AfterSeconds + DetectionSeconds);
        _retry = context.Samples(RetrySeconds);
    }

    public static SilenceRule Pause(AlertContext context) =>
        new(AlertKind.RhythmPause, AlertPriority.Medium, needsBeat: true, context.Options.Pause, context);

    public static SilenceRule Asystole(AlertContext context) =>
        new(AlertKind.RhythmAsystole, AlertPriority.High, needsBeat: false, context.Options.Asystole, context);

    /// <summary>Takes the passing of a sample; gives the alert when it changed, else null. Costs one comparison.</summary>
    public Alert? Pass(long index)
    {
        if (_isRunning && index < _due) return null;
        if (!_isRunning)
        {
            (_isRunning, _last) = (true, index);
            _due = _needsBeat ? long.MaxValue : index + _after;
            return null;
        }

        _due = index + _retry;
        if (_isNoisy) return null;
        _longest = Math.Max(_episode.Open is null ? 0 : _longest, _context.Seconds(index - _last));
        _restored = 0;
        if (_episode.CanRaise(index)) return _episode.Raise(_last, index, Evidence());
        return _episode.IsDue(index) ? _episode.Update(index, Evidence()) : null;
    }

    /// <summary>Takes an R peak; gives the alert when it ended it, else null.</summary>
    public Alert? Take(long peak)
    {
        var silence = _context.Seconds(peak - _last);
        (_isRunning, _last, _due) = (true, peak, peak + _after);
        if (_episode.Open is null) return null;
        if (_restored == 0) _longest = Math.Max(_longest, silence);
        return ++_restored >= _options.ClearBeats ? _episode.Clear(peak, Evidence()) : null;
    }

    /// <summary>Takes the quality of a second.</summary>
    public void Take(QualityReport quality) =>
        _isNoisy = (quality.Reasons & QualityReason.Clipped) != 0
            || (quality.QrsMillivolts > 0 && Math.Max(quality.InBandMillivolts, quality.HighMillivolts) > HidingNoise * quality.QrsMillivolts);

    /// <summary>The signal broke off: whether the heart beats is not known any more, and the alert ends.</summary>
    public Alert? Break(long index)
    {
        (_isRunning, _due) = (false, long.MaxValue);
        return _episode.End(index);
    }

    /// <summary>Ends the alert although no beat has come; null when none lasts.</summary>
    public Alert? End(long index) => _episode.End(index);

    private AlertEvidence Evidence() => new(_priority, _longest, _options.AfterSeconds, $"No beat for {_longest:0.0} s");
}

using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>beat.anomaly</c>: raised when k of the last n beats are anomalous, told anew while it lasts or grows worse, cleared after a run of
/// normal beats. One beat on its own is never an alert. No standard knows this alert: k and n are a choice of ours, against alarms that cry
/// for every odd beat (up to 86 % of a monitor's alarms are false; PLoS ONE 9(10), 2014, e110274).
/// </summary>
public sealed class AnomalyRule
{
    private const double HighPriorityFraction = 0.8;

    private readonly AlertContext _context;
    private readonly AlertOptions _options;
    private readonly AlertEpisode _episode;
    private readonly bool[] _recent;
    private readonly long[] _recentIndex;
    private readonly double[] _recentScore;
    private readonly int[] _recentClass;
    private readonly ClassCounts _classes;
    private int _next, _count;
    private int _beats, _normalRun, _toldAnomalous;
    private double _score, _threshold;

    public AnomalyRule(AlertContext context)
    {
        _context = context;
        _options = context.Options;
        _episode = new AlertEpisode(AlertKind.BeatAnomaly, _options.Anomaly, context);
        var n = _options.AnomalyWindowBeats;
        _recent = new bool[n];
        _recentIndex = new long[n];
        _recentScore = new double[n];
        _recentClass = new int[n];
        _classes = new ClassCounts(context.Origin.Classes);
    }

    /// <summary>The alert that lasts; null when all is well.</summary>
    public Alert? Open => _episode.Open;

    /// <summary>Takes a beat; gives the alert when the beat changed it, else null.</summary>
    public Alert? Take(BeatRecord beat)
    {
        if (beat.Quality < _options.MinimumQuality) return null;
        Remember(beat);
        if (Open is null) return RecentAnomalous() >= _options.AnomalyBeats && _episode.CanRaise(beat.EndIndex) ? Raise(beat) : null;

        _beats++;
        _normalRun = beat.Anomalous ? 0 : _normalRun + 1;
        if (beat.Anomalous) _classes.Add(beat.ClassIndex);
        _score = Math.Max(_score, beat.Anomalous ? beat.Score : double.MinValue);
        if (_normalRun >= _options.ClearBeats) return _episode.Clear(beat.EndIndex, Evidence());
        return Priority() > Open.Priority || (_classes.Total > _toldAnomalous && _episode.IsDue(beat.EndIndex)) ? Update(beat) : null;
    }

    /// <summary>Ends the open episode because the signal has ended; null when there is none.</summary>
    public Alert? End(long index) => Open is null ? null : _episode.Clear(index, Evidence());

    /// <summary>Forgets the beats before a gap: nothing is counted across it. An open episode stays open until normal beats are seen.</summary>
    public void Break() => _count = 0;

    private void Remember(BeatRecord beat)
    {
        _recent[_next] = beat.Anomalous;
        _recentIndex[_next] = beat.StartIndex;
        _recentScore[_next] = beat.Score;
        _recentClass[_next] = beat.ClassIndex;
        _next = (_next + 1) % _recent.Length;
        _count = Math.Min(_count + 1, _recent.Length);
        _threshold = beat.Threshold;
    }

    private int Slot(int age) => (_next - 1 - age + 2 * _recent.Length) % _recent.Length;

    private int RecentAnomalous()
    {
        var anomalous = 0;
        for (var age = 0; age < _count; age++)
        {
            if (_recent[Slot(age)]) anomalous++;
        }

        return anomalous;
    }

    private AlertPriority Priority() =>
        _count == _recent.Length && RecentAnomalous() >= HighPriorityFraction * _recent.Length ? AlertPriority.High : AlertPriority.Medium;

    private Alert Raise(BeatRecord beat)
    {
        _classes.Clear();
        _beats = _normalRun = 0;
        _score = double.MinValue;
        var first = beat.StartIndex;
        for (var age = _count - 1; age >= 0; age--)
        {
            var slot = Slot(age);
            if (_recent[slot])
            {
                if (_classes.Total == 0) first = _recentIndex[slot];
                _classes.Add(_recentClass[slot]);
                _score = Math.Max(_score, _recentScore[slot]);
            }

            if (_classes.Total > 0) _beats++;
        }

        _toldAnomalous = _classes.Total;
        return _episode.Raise(first, beat.EndIndex, Evidence());
    }

    private Alert Update(BeatRecord beat)
    {
        _toldAnomalous = _classes.Total;
        return _episode.Update(beat.EndIndex, Evidence());
    }

    private AlertEvidence Evidence() => new(
        Priority(), _score, Open?.Threshold ?? _threshold,
        $"{_classes.Total} of {_beats} beats look unlike the normal heart of pack {_context.Origin.Pack}",
        _beats, _classes.Total, _classes.ByName());
}

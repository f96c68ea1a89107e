using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// Turns anomalous beats into episodes: raised when k of the last n beats are anomalous, told anew while it lasts or grows worse, cleared
/// after a run of normal beats. One beat on its own is never an alert. Allocates only when an alert changes.
/// </summary>
public sealed class AnomalyEpisode
{
    private const double HighPriorityFraction = 0.8;

    private readonly AlertOptions _options;
    private readonly AlertOrigin _origin;
    private readonly bool[] _recent;
    private readonly long[] _recentIndex, _recentTicks;
    private readonly double[] _recentScore;
    private readonly int[] _recentClass;
    private readonly int[] _classes;
    private int _next, _count;
    private int _beats, _anomalous, _normalRun, _toldAnomalous;
    private long _toldTicks;
    private Alert? _open;

    public AnomalyEpisode(AlertOptions options, AlertOrigin origin)
    {
        _options = options;
        _origin = origin;
        var n = options.AnomalyWindowBeats;
        _recent = new bool[n];
        _recentIndex = new long[n];
        _recentTicks = new long[n];
        _recentScore = new double[n];
        _recentClass = new int[n];
        _classes = new int[origin.Classes.Count];
    }

    /// <summary>The alert that lasts; null when all is well.</summary>
    public Alert? Open => _open;

    /// <summary>Takes a beat; gives the alert when the beat changed it, else null.</summary>
    public Alert? Take(BeatRecord beat, double? heartRateBpm)
    {
        if (beat.Quality < _options.MinimumQuality) return null;
        Remember(beat);
        if (_open is null) return RecentAnomalous() >= _options.AnomalyBeats ? Raise(beat, heartRateBpm) : null;

        _beats++;
        _normalRun = beat.Anomalous ? 0 : _normalRun + 1;
        if (beat.Anomalous) Count(beat.ClassIndex);
        var score = Math.Max(_open.Score, beat.Anomalous ? beat.Score : double.MinValue);
        if (_normalRun >= _options.ClearBeats) return Change(AlertState.Cleared, score, heartRateBpm, beat.EndIndex, beat.AtTicks);

        _open = _open with { Score = score };
        var isDue = beat.AtTicks - _toldTicks >= _options.UpdateSeconds * TimeSpan.TicksPerSecond && _anomalous > _toldAnomalous;
        return isDue || Priority() > _open.Priority ? Change(AlertState.Updated, score, heartRateBpm, null, beat.AtTicks) : null;
    }

    /// <summary>Ends the open episode because the signal has ended; null when there is none.</summary>
    public Alert? End(long index, DateTimeOffset at) =>
        _open is null ? null : Change(AlertState.Cleared, _open.Score, _open.HeartRateBpm, index, at.UtcTicks);

    /// <summary>Forgets the beats before a gap: nothing is counted across it. An open episode stays open until normal beats are seen.</summary>
    public void Break() => _count = 0;

    private void Remember(BeatRecord beat)
    {
        _recent[_next] = beat.Anomalous;
        _recentIndex[_next] = beat.StartIndex;
        _recentTicks[_next] = beat.AtTicks;
        _recentScore[_next] = beat.Score;
        _recentClass[_next] = beat.ClassIndex;
        _next = (_next + 1) % _recent.Length;
        _count = Math.Min(_count + 1, _recent.Length);
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

    private void Count(int classIndex)
    {
        _anomalous++;
        _classes[classIndex]++;
    }

    private Alert Raise(BeatRecord beat, double? heartRateBpm)
    {
        Array.Clear(_classes);
        _beats = _anomalous = _normalRun = 0;
        var (firstIndex, firstTicks, score) = (beat.StartIndex, beat.AtTicks, beat.Score);
        for (var age = _count - 1; age >= 0; age--)
        {
            var slot = Slot(age);
            if (_recent[slot])
            {
                if (_anomalous == 0) (firstIndex, firstTicks) = (_recentIndex[slot], _recentTicks[slot]);
                Count(_recentClass[slot]);
                score = Math.Max(score, _recentScore[slot]);
            }

            if (_anomalous > 0) _beats++;
        }

        _open = new Alert
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(beat.AtTicks, TimeSpan.Zero)),
            Revision = 1,
            Channel = _origin.Channel,
            Wearer = _origin.Wearer,
            Kind = AlertKind.BeatAnomaly,
            Priority = Priority(),
            State = AlertState.Raised,
            StartedAt = new DateTimeOffset(firstTicks, TimeSpan.Zero),
            StartIndex = firstIndex,
            Score = score,
            Threshold = beat.Threshold,
            Beats = _beats,
            AnomalousBeats = _anomalous,
            Classes = CountedClasses(),
            HeartRateBpm = heartRateBpm,
            Pack = _origin.Pack,
            PackVersion = _origin.PackVersion,
            Message = Message(),
        };
        (_toldTicks, _toldAnomalous) = (beat.AtTicks, _anomalous);
        return _open;
    }

    private Alert Change(AlertState state, double score, double? heartRateBpm, long? endIndex, long ticks)
    {
        var priority = Priority();
        var changed = _open! with
        {
            Revision = _open!.Revision + 1,
            State = state,
            Priority = priority > _open.Priority ? priority : _open.Priority,
            EndedAt = endIndex is null ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
            EndIndex = endIndex,
            Score = score,
            Beats = _beats,
            AnomalousBeats = _anomalous,
            Classes = CountedClasses(),
            HeartRateBpm = heartRateBpm,
            Message = Message(),
        };
        (_toldTicks, _toldAnomalous) = (ticks, _anomalous);
        _open = state == AlertState.Cleared ? null : changed;
        return changed;
    }

    private Dictionary<string, int> CountedClasses()
    {
        var counted = new Dictionary<string, int>();
        for (var i = 0; i < _classes.Length; i++)
        {
            if (_classes[i] > 0) counted.Add(_origin.Classes[i], _classes[i]);
        }

        return counted;
    }

    private string Message() => $"{_anomalous} of {_beats} beats look unlike the normal heart of pack {_origin.Pack}";
}

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// The life that alerts of every kind share: raised once it may be, told anew no more often than set, cleared, then not raised again
/// within the cooldown. Its rule decides when and says what it rests on. Allocates only when the alert changes.
/// </summary>
public sealed class AlertEpisode(string kind, AlertRuleOptions options, AlertContext context)
{
    private static readonly Dictionary<string, int> s_noClasses = [];
    private long _quietUntil = long.MinValue;
    private long _toldIndex;

    /// <summary>The alert that lasts; null when all is well.</summary>
    public Alert? Open { get; private set; }

    /// <summary>Whether an alert may be raised at this sample: none lasts, the kind is enabled and has not just been cleared.</summary>
    public bool CanRaise(long now) => Open is null && options.Enabled && now >= _quietUntil;

    /// <summary>Whether the alert lasts and was told so long ago that it may be told anew.</summary>
    public bool IsDue(long now) => Open is not null && now - _toldIndex >= context.Samples(context.Options.UpdateSeconds);

    /// <summary>Begins the alert, which <see cref="CanRaise"/> must allow.</summary>
    /// <param name="start">Sample at which what it tells of began.</param>
    /// <param name="now">Sample at which it is known.</param>
    /// <param name="evidence">What it rests on.</param>
    public Alert Raise(long start, long now, in AlertEvidence evidence)
    {
        _toldIndex = now;
        return Open = new Alert
        {
            Id = Guid.CreateVersion7(context.TimeOf(now)),
            Revision = 1,
            Channel = context.Origin.Channel,
            Wearer = context.Origin.Wearer,
            Kind = kind,
            Priority = evidence.Priority,
            State = AlertState.Raised,
            StartedAt = context.TimeOf(start),
            StartIndex = start,
            Score = evidence.Score,
            Threshold = evidence.Threshold,
            Beats = evidence.Beats,
            AnomalousBeats = evidence.AnomalousBeats,
            Classes = evidence.Classes ?? s_noClasses,
            HeartRateBpm = context.HeartRateBpm,
            Pack = context.Origin.Pack,
            PackVersion = context.Origin.PackVersion,
            Learning = context.IsLearning,
            Message = evidence.Message,
        };
    }

    /// <summary>Tells the alert anew.</summary>
    public Alert Update(long now, in AlertEvidence evidence)
    {
        _toldIndex = now;
        return Open = Change(evidence) with { State = AlertState.Updated };
    }

    /// <summary>Ends the alert at this sample.</summary>
    public Alert Clear(long now, in AlertEvidence evidence) => Close(now, Change(evidence));

    /// <summary>Ends the alert for another reason than its own, as last told; null when none lasts.</summary>
    public Alert? End(long now) => Open is { } open ? Close(now, open with { Revision = open.Revision + 1, HeartRateBpm = context.HeartRateBpm }) : null;

    private Alert Change(in AlertEvidence evidence) => Open! with
    {
        Revision = Open!.Revision + 1,
        // What was urgent once stays so: people look at one alert once.
        Priority = evidence.Priority > Open.Priority ? evidence.Priority : Open.Priority,
        Score = evidence.Score,
        Threshold = evidence.Threshold,
        Beats = evidence.Beats,
        AnomalousBeats = evidence.AnomalousBeats,
        Classes = evidence.Classes ?? s_noClasses,
        HeartRateBpm = context.HeartRateBpm,
        Message = evidence.Message,
    };

    private Alert Close(long now, Alert last)
    {
        var end = Math.Max(now, last.StartIndex);
        _quietUntil = end + context.Samples(options.CooldownSeconds);
        Open = null;
        // A wall clock set back meanwhile must not make the episode's length negative.
        var endedAt = context.TimeOf(end);
        return last with { State = AlertState.Cleared, EndIndex = end, EndedAt = endedAt < last.StartedAt ? last.StartedAt : endedAt };
    }
}

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// One revision of an alert: an episode that was raised, may be updated, and is cleared. Every change makes a new revision under the
/// same <see cref="Id"/>, so that a subscriber keeps the highest revision it has seen and needs nothing else.
/// </summary>
public sealed record Alert
{
    /// <summary>UUIDv7: sorts by the time it was raised.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 when raised, one more with every change.</summary>
    public required int Revision { get; init; }

    /// <summary>Name of the channel.</summary>
    public required string Channel { get; init; }

    public required string Wearer { get; init; }

    /// <summary>One of <see cref="AlertKind"/>.</summary>
    public required string Kind { get; init; }

    public required AlertPriority Priority { get; init; }

    public required AlertState State { get; init; }

    /// <summary>Wall time of the first sample of the episode, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time at which the episode ended, UTC; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Sample index at which the episode started.</summary>
    public required long StartIndex { get; init; }

    /// <summary>Sample index at which the episode ended; null while it lasts.</summary>
    public long? EndIndex { get; init; }

    /// <summary>
    /// The worst within the episode of what the kind is judged by: anomaly score (highest), ventricular beats within the window, beats per
    /// minute (lowest or highest), pairs of bigeminy, seconds without a beat, contact or samples, or signal quality (lowest).
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The limit of <see cref="Score"/>, in its unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>Beats seen since the episode started; 0 for kinds that do not judge beats.</summary>
    public required int Beats { get; init; }

    /// <summary>Of them, those the alert is about: anomalous, or ventricular.</summary>
    public required int AnomalousBeats { get; init; }

    /// <summary>The same by class name.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>Beats per minute; null when unknown.</summary>
    public double? HeartRateBpm { get; init; }

    public required string Pack { get; init; }

    public required string PackVersion { get; init; }

    /// <summary>When a person acknowledged it, UTC; null before.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Whether it was raised while what is usual for the wearer was still being learned: judgements of beats are less sure then.</summary>
    public bool Learning { get; init; }

    /// <summary>Whether its kind was snoozed when it began: it is recorded, and people are not told of it.</summary>
    public bool Snoozed { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Message { get; init; }
}

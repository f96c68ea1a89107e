using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Mqtt;

/// <summary>How the agent fares on a channel.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Source">State of its source.</param>
/// <param name="SampleJitterMs">How unevenly samples came since the last message; null where none came, or the source keeps no time.</param>
/// <param name="InferenceP50Us">Time the models took for a beat since the last message, median, µs; null when there was no beat.</param>
/// <param name="InferenceP99Us">The same, 99th percentile.</param>
/// <param name="FailedInferences">Beats without an answer of the models since the start.</param>
/// <param name="ModelFault">What the models fail with; null while they work.</param>
/// <param name="Gaps">Gaps in the signal since the start.</param>
/// <param name="DroppedBeats">Beats not stored because the store was too slow.</param>
/// <param name="PendingAlerts">Alerts and strips not stored yet; of the whole agent, as all that follows.</param>
/// <param name="StoreFault">Why the store cannot be written; null while it can.</param>
/// <param name="QueuedMessages">Messages the broker has not acknowledged yet.</param>
/// <param name="QueuedBytes">Their size.</param>
/// <param name="DroppedTelemetry">Telemetry not sent since the start because too much was waiting for the network.</param>
/// <param name="DroppedAlerts">Alerts the broker will never get, since the start; the store has them.</param>
public sealed record HealthDto(
    string Channel,
    DateTimeOffset At,
    SourceState Source,
    double? SampleJitterMs,
    double? InferenceP50Us,
    double? InferenceP99Us,
    long FailedInferences,
    string? ModelFault,
    long Gaps,
    long DroppedBeats,
    long PendingAlerts,
    string? StoreFault,
    long QueuedMessages,
    long QueuedBytes,
    long DroppedTelemetry,
    long DroppedAlerts);

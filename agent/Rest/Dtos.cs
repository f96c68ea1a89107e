using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Recordings;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Rest;

/// <summary>State of the whole agent.</summary>
/// <param name="Version">Version and commit of the program.</param>
/// <param name="Device">Name of the device.</param>
/// <param name="StartedAt">When the agent started, UTC.</param>
/// <param name="UptimeSeconds">Seconds since then, by the monotonic clock.</param>
/// <param name="NotMedicalDevice">Always true.</param>
/// <param name="Mqtt">How publishing stands.</param>
/// <param name="Store">What the store holds.</param>
/// <param name="Recorder">How recording goes.</param>
/// <param name="Channels">Every channel and how it fares.</param>
public sealed record StatusDto(
    string Version,
    string Device,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    bool NotMedicalDevice,
    MqttDto Mqtt,
    StoreDto Store,
    RecorderStatus Recorder,
    IReadOnlyList<ChannelDto> Channels);

/// <summary>How publishing stands.</summary>
/// <param name="Enabled">Whether a broker is configured.</param>
/// <param name="Connected">Whether it is connected.</param>
/// <param name="Broker">Host and port; null without one.</param>
/// <param name="Version">Protocol version it speaks; null without a connection.</param>
/// <param name="Queued">Messages it has not acknowledged yet.</param>
/// <param name="QueuedBytes">Their size.</param>
/// <param name="Published">Messages it has taken since the start.</param>
/// <param name="Dropped">Telemetry messages dropped since the start.</param>
/// <param name="DroppedAlerts">Alerts given up since the start, in whole or in part.</param>
/// <param name="Problem">Why it is not connected; null while it is.</param>
public sealed record MqttDto(
    bool Enabled, bool Connected, string? Broker, string? Version, long Queued, long QueuedBytes, long Published, long Dropped, long DroppedAlerts,
    string? Problem);

/// <summary>What the store holds.</summary>
/// <param name="Path">The database file.</param>
/// <param name="Alerts">Alerts in it.</param>
/// <param name="Beats">Beats in it.</param>
/// <param name="Waiting">Alerts and strips in memory that are not stored yet.</param>
/// <param name="Problem">What is wrong with it, one line; null when all is well.</param>
public sealed record StoreDto(string Path, long Alerts, long Beats, long Waiting, string? Problem);

/// <summary>A channel and how it fares. Where its pack was refused, version and classes are empty, and the fault says why.</summary>
/// <param name="Index">Place among the channels, from 0.</param>
/// <param name="Name">Its name in topics, on the page and here.</param>
/// <param name="Wearer">Whose heart it is.</param>
/// <param name="Pack">Model pack that judges.</param>
/// <param name="PackVersion">Its version.</param>
/// <param name="Precision">int8 or fp32.</param>
/// <param name="Classes">Classes it tells.</param>
/// <param name="NormalClass">The one among them that is normal.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Source">Where samples come from.</param>
/// <param name="Samples">Samples taken since the start.</param>
/// <param name="Beats">Beats judged since the start.</param>
/// <param name="DroppedBeats">Beats that could not be stored in time.</param>
/// <param name="Gaps">Gaps in the signal since the start.</param>
/// <param name="MainsHz">Mains frequency that is filtered out now, 50 or 60.</param>
/// <param name="Fault">What the models failed with last; null while they work.</param>
/// <param name="FailedInferences">Beats and beginnings of beats without an answer of the models.</param>
/// <param name="Baseline">Whether what is usual for the wearer is known.</param>
/// <param name="LearningSecondsLeft">Seconds until it is, at the earliest; 0 when it is.</param>
/// <param name="Warnings">Beats warned of before they had ended.</param>
/// <param name="Snoozed">Kinds of alert that people are spared for now.</param>
/// <param name="Restarts">How often it was restarted because nothing moved or its pipeline failed.</param>
/// <param name="Stuck">Whether samples should come and nothing has moved for too long.</param>
public sealed record ChannelDto(
    int Index,
    string Name,
    string Wearer,
    string Pack,
    string PackVersion,
    string Precision,
    IReadOnlyList<string> Classes,
    string NormalClass,
    double SampleRateHz,
    SourceDto Source,
    long Samples,
    long Beats,
    long DroppedBeats,
    long Gaps,
    int MainsHz,
    string? Fault,
    long FailedInferences,
    BaselineState Baseline,
    double LearningSecondsLeft,
    long Warnings,
    IReadOnlyList<Snooze> Snoozed,
    long Restarts,
    bool Stuck);

/// <summary>A channel's source.</summary>
/// <param name="Kind">replay, synthetic, serial, spi ...</param>
/// <param name="Description">One line for a person.</param>
/// <param name="State">starting, running, ended or failed.</param>
/// <param name="Error">What it failed with; null while it works.</param>
/// <param name="Problem">What keeps samples from coming although it has not failed: unplugged, silent; null for nothing.</param>
/// <param name="Note">What else a person may want to know; null for nothing.</param>
/// <param name="Protocol">What a front end speaks, binary or text; null when not known or of no meaning.</param>
/// <param name="MeasuredRateHz">Samples per second against this machine's monotonic clock; null while not known.</param>
/// <param name="JitterMs">Furthest that samples came or were taken off their even times during the last second; null when not known.</param>
/// <param name="LostSamples">Samples missing since the start.</param>
/// <param name="LateSamples">Samples that came when they had been given up.</param>
/// <param name="LateDeadlines">Readings of a converter that were taken more than a tenth of an interval late.</param>
/// <param name="GarbledBytes">Bytes received that belong to no sample.</param>
/// <param name="Connections">How often the device was opened.</param>
public sealed record SourceDto(
    string Kind,
    string Description,
    Pipeline.SourceState State,
    string? Error,
    string? Problem,
    string? Note,
    string? Protocol,
    double? MeasuredRateHz,
    double? JitterMs,
    long LostSamples,
    long LateSamples,
    long LateDeadlines,
    long GarbledBytes,
    long Connections);

/// <summary>A channel's vital signs.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Index">Its place among the channels, from 0.</param>
/// <param name="At">Wall time of the newest sample, UTC.</param>
/// <param name="HeartRateBpm">Beats per minute; null while unknown.</param>
/// <param name="RrMs">Last RR interval in milliseconds; null while unknown.</param>
/// <param name="SignalQuality">Quality of the last second, 0 to 1.</param>
/// <param name="QualityReasons">What lowered it.</param>
/// <param name="Leads">on, or off without contact.</param>
/// <param name="AnomalyRatePercent">Anomalous among the last 60 beats; null before the first.</param>
/// <param name="SdnnMs">SDNN of the last five minutes in milliseconds; null while too little is known.</param>
/// <param name="RmssdMs">RMSSD of the same.</param>
/// <param name="Pnn50Percent">pNN50 of the same.</param>
/// <param name="Beats">Beats judged since the start.</param>
public sealed record VitalsDto(
    string Channel,
    int Index,
    DateTimeOffset At,
    double? HeartRateBpm,
    double? RrMs,
    double SignalQuality,
    IReadOnlyList<string> QualityReasons,
    string Leads,
    double? AnomalyRatePercent,
    double? SdnnMs,
    double? RmssdMs,
    double? Pnn50Percent,
    long Beats);

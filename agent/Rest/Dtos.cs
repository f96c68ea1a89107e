using EcgEdge.Agent.Alerts;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Rest;

/// <summary>State of the whole agent.</summary>
public sealed record StatusDto(
    string Version,
    string Device,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    bool NotMedicalDevice,
    MqttDto Mqtt,
    StoreDto Store,
    IReadOnlyList<ChannelDto> Channels);

/// <summary>How publishing stands.</summary>
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
public sealed record SourceDto(string Kind, string Description, Pipeline.SourceState State, string? Error);

/// <summary>A channel's vital signs.</summary>
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

/// <summary>What an uploaded file's beats were judged to be.</summary>
public sealed record AnalysisDto(
    string Name, string Pack, string Precision, int Beats, AnalysisSummaryDto Summary, IReadOnlyList<AnalysedBeatDto> Results);

/// <summary>Sums over an uploaded file.</summary>
public sealed record AnalysisSummaryDto(
    int Anomalous,
    IReadOnlyDictionary<string, int> Classes,
    Inference.Evaluation.AnomalyFigures? Anomaly,
    AnalysedClassificationDto? Classification);

/// <summary>How well the classes of an uploaded file were told.</summary>
public sealed record AnalysedClassificationDto(
    double Accuracy, double BalancedAccuracy, double MacroF1, IReadOnlyList<string> Classes, int[][] Confusion);

/// <summary>One beat of an uploaded file.</summary>
public sealed record AnalysedBeatDto(int Line, string? Label, string Class, double Probability, double Score, bool Anomalous);

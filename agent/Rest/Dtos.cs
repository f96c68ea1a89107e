using EcgEdge.Agent.Recordings;
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
    RecorderStatus Recorder,
    IReadOnlyList<ChannelDto> Channels);

/// <summary>How publishing stands.</summary>
public sealed record MqttDto(bool Enabled, bool Connected, string? Broker, long Queued, long Published, long Dropped, string? Problem);

/// <summary>What the store holds.</summary>
public sealed record StoreDto(string Path, long Alerts, long Beats);

/// <summary>A channel and how it fares.</summary>
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
    long Warnings);

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

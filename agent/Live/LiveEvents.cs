using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Live;

/// <summary>First message to a viewer.</summary>
public sealed record HelloEvent(
    string Version, string Device, IReadOnlyList<ChannelDto> Channels, IReadOnlyList<VitalsDto> Vitals, IReadOnlyList<Alert> Alerts)
{
    public string Type => "hello";
}

/// <summary>A channel's vital signs, once a second.</summary>
public sealed record VitalsEvent(
    int Channel,
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
    long Beats)
{
    public string Type => "vitals";
}

/// <summary>A new revision of an alert.</summary>
public sealed record AlertEvent(Alert Alert)
{
    public string Type => "alert";
}

/// <summary>State of broker and channels.</summary>
public sealed record StateEvent(MqttDto Mqtt, StoreDto Store, IReadOnlyList<ChannelDto> Channels)
{
    public string Type => "state";
}

/// <summary>A beat with its verdict; window and reconstruction only where it is anomalous.</summary>
public sealed record BeatEvent(
    int Channel,
    DateTimeOffset At,
    long Index,
    long EndIndex,
    double RrMs,
    string Class,
    int ClassIndex,
    double Probability,
    double Score,
    double Threshold,
    bool Anomalous,
    double Quality,
    float[]? Window,
    float[]? Reconstruction,
    bool Learning,
    double? WarnedAfterS)
{
    public string Type => "beat";
}

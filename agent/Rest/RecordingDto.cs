namespace EcgEdge.Agent.Rest;

/// <summary>A segment of a channel's recordings.</summary>
public sealed record RecordingDto(
    string Channel, string Name, DateTimeOffset StartedAt, double Seconds, long Samples, double SampleRateHz, long Bytes, bool Complete);

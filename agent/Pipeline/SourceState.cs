using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Pipeline;

/// <summary>How a channel's source fares.</summary>
public enum SourceState
{
    [JsonStringEnumMemberName("starting")] Starting,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("ended")] Ended,
    [JsonStringEnumMemberName("failed")] Failed,
}

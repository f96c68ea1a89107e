using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Analyses;

/// <summary>Where an analysis stands.</summary>
public enum AnalysisState
{
    [JsonStringEnumMemberName("receiving")] Receiving,
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("done")] Done,
    [JsonStringEnumMemberName("failed")] Failed,
}

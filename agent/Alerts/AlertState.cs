using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Alerts;

/// <summary>Where an alert stands in its life.</summary>
public enum AlertState
{
    [JsonStringEnumMemberName("raised")] Raised,
    [JsonStringEnumMemberName("updated")] Updated,
    [JsonStringEnumMemberName("cleared")] Cleared,
}

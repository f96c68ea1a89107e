using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Alerts;

/// <summary>Urgency of an alert, after the idea of IEC 60601-1-8.</summary>
public enum AlertPriority
{
    [JsonStringEnumMemberName("low")] Low,
    [JsonStringEnumMemberName("medium")] Medium,
    [JsonStringEnumMemberName("high")] High,
}

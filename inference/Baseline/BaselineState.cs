using System.Text.Json.Serialization;

namespace EcgEdge.Inference.Baseline;

/// <summary>Whether what is usual for the wearer is known.</summary>
public enum BaselineState
{
    /// <summary>The pack has no baseline.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>It is being learned; the population's operating point holds.</summary>
    [JsonStringEnumMemberName("learning")] Learning,

    /// <summary>It is known, and goes on being learned.</summary>
    [JsonStringEnumMemberName("ready")] Ready,
}

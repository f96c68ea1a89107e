using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Security;

/// <summary>Who made a request.</summary>
/// <param name="Kind">How they were known.</param>
/// <param name="Name">Name of the token; null for one who needs none.</param>
public sealed record Caller(CallerKind Kind, string? Name);

/// <summary>How a caller is known.</summary>
public enum CallerKind
{
    /// <summary>By being on this machine, while there is no token.</summary>
    [JsonStringEnumMemberName("local")] Local,

    /// <summary>By a token in the Authorization header.</summary>
    [JsonStringEnumMemberName("bearer")] Bearer,

    /// <summary>By the cookie of a login.</summary>
    [JsonStringEnumMemberName("cookie")] Cookie,
}

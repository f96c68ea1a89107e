using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Doctor;

/// <summary>How something was found.</summary>
public enum FindingState
{
    [JsonStringEnumMemberName("ok")] Ok,
    [JsonStringEnumMemberName("warn")] Warn,
    [JsonStringEnumMemberName("fail")] Fail,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="State">How it was found.</param>
/// <param name="What">What was looked at, and what was found.</param>
/// <param name="Mend">What to do about it; null when nothing need be done.</param>
public sealed record Finding(FindingState State, string What, string? Mend)
{
    public static Finding Ok(string what) => new(FindingState.Ok, what, null);

    public static Finding Warn(string what, string mend) => new(FindingState.Warn, what, mend);

    public static Finding Fail(string what, string mend) => new(FindingState.Fail, what, mend);
}

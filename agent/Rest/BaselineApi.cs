using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Rest;

/// <summary><c>baseline</c>: what is usual for each channel's wearer, and whether it is known.</summary>
public static class BaselineApi
{
    public static void MapBaseline(this IEndpointRouteBuilder api) =>
        api.MapGet("/baseline", (ChannelSet channels, RunClock clock) => channels.All.Select(c => Of(c, clock)).ToArray())
            .WithTags("channels").WithSummary("What is usual for each channel's wearer, and whether it is known");

    private static BaselineDto Of(EcgChannel channel, RunClock clock)
    {
        var vitals = channel.Pipeline.Vitals;
        var origin = channel.Pipeline.Baseline.Origin;
        return new BaselineDto(
            channel.Options.Name,
            channel.Options.Wearer,
            vitals.Baseline,
            Math.Round(vitals.LearningSecondsLeft, 1),
            origin is null ? null : origin.IsRecalled ? origin.Since : clock.Correct(origin.Since),
            origin?.IsRecalled ?? false,
            channel.Pack?.Manifest.Pack ?? channel.Options.Pack,
            channel.Pack?.Manifest.Version);
    }
}

/// <summary>What is usual for a channel's wearer.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Wearer">Whose heart it is.</param>
/// <param name="State">none where the pack has no baseline, learning, or ready.</param>
/// <param name="SecondsLeft">Seconds until it is ready, at the earliest.</param>
/// <param name="Since">When its first beat came; null before it.</param>
/// <param name="Recalled">Whether it began in an earlier run of the agent and goes on from what was stored.</param>
/// <param name="Pack">Pack it is learned with.</param>
/// <param name="PackVersion">Version of that pack; null when it was refused.</param>
public sealed record BaselineDto(
    string Channel,
    string Wearer,
    BaselineState State,
    double SecondsLeft,
    DateTimeOffset? Since,
    bool Recalled,
    string Pack,
    string? PackVersion);

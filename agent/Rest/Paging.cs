using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary>What lists have in common.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;

    /// <summary>A problem when the limit is out of range, else null.</summary>
    public static ProblemHttpResult? Problem(int? limit) => limit is null or (>= 1 and <= Page<BeatRow>.MaxLimit)
        ? null
        : Rest.Problem.Of(StatusCodes.Status400BadRequest, $"limit is {limit}; expected 1 to {Page<BeatRow>.MaxLimit}");

    public static ProblemHttpResult UnknownChannel(string channel, ChannelSet channels) => Rest.Problem.Of(
        StatusCodes.Status404NotFound, $"there is no channel '{channel}'; there is: {string.Join(", ", channels.All.Select(c => c.Options.Name))}");
}

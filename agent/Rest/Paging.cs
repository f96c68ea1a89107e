using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary>What lists have in common.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;

    /// <summary>A problem when the limit is out of range, else null.</summary>
    public static IResult? Problem(int? limit) => limit is null or (>= 1 and <= Page<BeatRow>.MaxLimit)
        ? null
        : Results.Problem($"limit is {limit}; expected 1 to {Page<BeatRow>.MaxLimit}", statusCode: StatusCodes.Status400BadRequest);

    public static IResult UnknownChannel(string channel, ChannelSet channels) => Results.Problem(
        $"there is no channel '{channel}'; there is: {string.Join(", ", channels.All.Select(c => c.Options.Name))}",
        statusCode: StatusCodes.Status404NotFound);
}

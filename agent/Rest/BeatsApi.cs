using System.ComponentModel;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>beats</c>: the stored beats, newest first.</summary>
public static class BeatsApi
{
    public static void MapBeats(this IEndpointRouteBuilder api) =>
        api.MapGet("/beats", List).WithTags("beats").WithSummary("Stored beats, newest first").ProducesProblems(400, 404);

    private static Results<Ok<Page<BeatRow>>, ProblemHttpResult> List(
        EcgStore store,
        ChannelSet channels,
        [Description("Name of a channel; default all")] string? channel,
        [Description("Most beats on the page, 1 to 1000; default 50")] int? limit,
        [Description("The page after this cursor: next of the page before")] long? before)
    {
        if (Paging.Problem(limit) is { } problem) return problem;
        if (channel is not null && channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
        return TypedResults.Ok(store.ListBeats(channel, limit ?? Paging.DefaultLimit, before));
    }
}

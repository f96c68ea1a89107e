using System.ComponentModel;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>vitals/history</c>: a channel's minutes, newest first.</summary>
public static class HistoryApi
{
    public static void MapHistory(this IEndpointRouteBuilder api) =>
        api.MapGet("/vitals/history", List).WithTags("vitals").WithSummary("A channel's minutes, newest first").ProducesProblems(400, 404);

    private static Results<Ok<Page<MinuteSummary>>, ProblemHttpResult> List(
        EcgStore store,
        ChannelSet channels,
        [Description("Name of a channel; default the only one")] string? channel,
        [Description("Only minutes that start at this time or later")] DateTimeOffset? from,
        [Description("Only minutes that start before this time; for the next page, next of the page before")] DateTimeOffset? to,
        [Description("Most minutes on the page, 1 to 1000; default 50")] int? limit)
    {
        if (Paging.Problem(limit) is { } problem) return problem;
        if (channel is null && channels.All.Count > 1) return Problem.Of(StatusCodes.Status400BadRequest, "channel is missing; say which");
        channel ??= channels.All[0].Options.Name;
        if (channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
        if (from > to) return Problem.Of(StatusCodes.Status400BadRequest, "from lies after to");
        return TypedResults.Ok(store.ListMinutes(channel, from?.ToUniversalTime(), to?.ToUniversalTime(), limit ?? Paging.DefaultLimit));
    }
}

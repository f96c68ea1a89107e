using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary><c>vitals/history</c>: a channel's minutes, newest first.</summary>
public static class HistoryApi
{
    public static void MapHistory(this IEndpointRouteBuilder api) => api.MapGet(
        "/vitals/history",
        (EcgStore store, ChannelSet channels, string? channel, DateTimeOffset? from, DateTimeOffset? to, int? limit) =>
        {
            if (Paging.Problem(limit) is { } problem) return problem;
            if (channel is null && channels.All.Count > 1)
                return Results.Problem("channel is missing; say which", statusCode: StatusCodes.Status400BadRequest);
            channel ??= channels.All[0].Options.Name;
            if (channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
            if (from > to) return Results.Problem("from lies after to", statusCode: StatusCodes.Status400BadRequest);
            return Results.Ok(store.ListMinutes(channel, from?.ToUniversalTime(), to?.ToUniversalTime(), limit ?? Paging.DefaultLimit));
        });
}

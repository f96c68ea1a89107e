using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary><c>beats</c>: the stored beats, newest first.</summary>
public static class BeatsApi
{
    public static void MapBeats(this IEndpointRouteBuilder api) =>
        api.MapGet("/beats", (EcgStore store, ChannelSet channels, string? channel, int? limit, long? before) =>
        {
            if (Paging.Problem(limit) is { } problem) return problem;
            if (channel is not null && channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
            return Results.Ok(store.ListBeats(channel, limit ?? Paging.DefaultLimit, before));
        });
}

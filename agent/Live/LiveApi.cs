using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Live;

/// <summary><c>live</c>: the WebSocket.</summary>
public static class LiveApi
{
    public static void MapLive(this IEndpointRouteBuilder api) => api.Map("/live", WatchAsync).ExcludeFromDescription();

    private static async Task<IResult> WatchAsync(
        HttpContext context,
        ChannelSet channels,
        AgentState state,
        EcgStore store,
        AlertWriter alerts,
        Viewers viewers,
        TokenBook tokens,
        SessionBook sessions,
        RunClock clock,
        IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Problem.Of(StatusCodes.Status426UpgradeRequired, "live is a WebSocket; connect with one");
        if (!OriginCheck.IsOwn(context.Request))
            return Problem.Of(StatusCodes.Status403Forbidden, "a page of another origin may not watch");
        if (!viewers.TryEnter())
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, $"{viewers.Count} watch already, as many as may");

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var viewer = new LiveViewer(socket, channels, state, store, alerts, viewers, () => AccessCheck.MayStay(context, tokens, sessions), clock);
            await viewer.RunAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            viewers.Leave();
        }

        return Results.Empty;
    }
}

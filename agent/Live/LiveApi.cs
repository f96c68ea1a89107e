using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Live;

/// <summary><c>live</c>: the WebSocket.</summary>
public static class LiveApi
{
    public static void MapLive(this IEndpointRouteBuilder api) => api.Map("/live", async (
        HttpContext context, ChannelSet channels, AgentState state, EcgStore store, AlertWriter alerts, RunClock clock, IHostApplicationLifetime lifetime) =>
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Results.Problem("live is a WebSocket; connect with one", statusCode: StatusCodes.Status426UpgradeRequired);
        if (!IsOwnOrigin(context.Request))
            return Results.Problem("a page of another origin may not watch", statusCode: StatusCodes.Status403Forbidden);

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await new LiveViewer(socket, channels, state, store, alerts, clock).RunAsync(lifetime.ApplicationStopping);
        return Results.Empty;
    });

    /// <summary>Browsers name the page's origin, and only our own page may watch; programs name none.</summary>
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}

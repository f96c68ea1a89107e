namespace EcgEdge.Agent.Rest;

/// <summary><c>status</c>, <c>channels</c>, <c>vitals</c>.</summary>
public static class StatusApi
{
    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        api.MapGet("/status", (AgentState state) => state.Status());
        api.MapGet("/channels", (AgentState state) => state.Channels());
        api.MapGet("/vitals", (AgentState state) => state.Vitals());
    }
}

namespace EcgEdge.Agent.Rest;

/// <summary><c>status</c>, <c>channels</c>, <c>vitals</c>.</summary>
public static class StatusApi
{
    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        var status = api.MapGroup("").WithTags("status");
        status.MapGet("/status", (AgentState state) => TypedResults.Ok(state.Status())).WithSummary("State of the whole agent");
        status.MapGet("/channels", (AgentState state) => TypedResults.Ok(state.Channels())).WithSummary("Every channel and how it fares");
        status.MapGet("/vitals", (AgentState state) => TypedResults.Ok(state.Vitals())).WithSummary("Every channel's vital signs");
    }
}

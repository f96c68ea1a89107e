namespace EcgEdge.Agent.Rest;

/// <summary>Says in the OpenAPI document which problems an endpoint tells.</summary>
internal static class ApiProblems
{
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses) endpoint.ProducesProblem(status);
        return endpoint;
    }
}

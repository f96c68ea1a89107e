using EcgEdge.Agent.Security;

namespace EcgEdge.Agent.Rest;

/// <summary><c>/healthz</c>: whether the agent does its work; <c>/healthz/live</c>: whether it answers at all. Both open to all.</summary>
public static class HealthApi
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/healthz").WithMetadata(OpenToAll.Mark).WithTags("operation");
        health.MapMethods("", s_methods, Get).WithSummary("ok, or 503 with reasons when samples, models or the store fail")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblems(503);
        health.MapMethods("/live", s_methods, () => Results.Text("ok")).WithSummary("ok while the agent answers at all")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static IResult Get(Health health) => health.Reasons is { Count: > 0 } reasons
        ? TypedResults.Problem(
            string.Join("; ", reasons), statusCode: StatusCodes.Status503ServiceUnavailable, extensions: [KeyValuePair.Create("reasons", (object?)reasons)])
        : Results.Text("ok");
}

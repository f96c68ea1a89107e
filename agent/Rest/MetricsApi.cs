namespace EcgEdge.Agent.Rest;

/// <summary><c>/metrics</c>, for Prometheus.</summary>
public static class MetricsApi
{
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", (Metrics metrics) => Results.Text(metrics.Text(), PrometheusText.ContentType))
        .WithTags("operation").WithSummary("Metrics in Prometheus' text format").Produces<string>(StatusCodes.Status200OK, "text/plain");
}

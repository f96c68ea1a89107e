using System.Diagnostics;

namespace EcgEdge.Agent.Rest;

/// <summary>Writes problem details as JSON whatever the caller would rather have, with a trace id by which the log can be searched.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json", TraceId = "traceId";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Extensions[TraceId] = Activity.Current?.Id ?? http.TraceIdentifier;
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, options: null, ContentType, http.RequestAborted));
    }
}

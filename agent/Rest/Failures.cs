using System.Diagnostics;
using System.Text.Json;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Diagnostics;

namespace EcgEdge.Agent.Rest;

/// <summary>Turns what was thrown while a request was answered into problem details: never a stack trace, always a trace id.</summary>
internal sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = Told(exception);
        if (status >= StatusCodes.Status500InternalServerError)
            log.LogError(exception, "{Method} {Path} failed, trace {Trace}", httpContext.Request.Method, httpContext.Request.Path, Activity.Current?.Id ?? httpContext.TraceIdentifier);
        await Problem.Of(status, detail).ExecuteAsync(httpContext);
        return true;
    }

    private static (int Status, string? Detail) Told(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } =>
            (StatusCodes.Status400BadRequest, $"the body is not the JSON expected: {json.Path ?? "$"}, line {(json.LineNumber ?? 0) + 1}"),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        InvalidDataException => (StatusCodes.Status400BadRequest, "the form cannot be read"),
        StoreException store => (StatusCodes.Status503ServiceUnavailable, $"the store cannot be used just now: {store.Message}"),
        TokenException => (StatusCodes.Status503ServiceUnavailable, "the access tokens cannot be read; the agent's log says why"),
        _ => (StatusCodes.Status500InternalServerError, null),
    };
}

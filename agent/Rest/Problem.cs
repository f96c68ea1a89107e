using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary>Error answers after RFC 9457.</summary>
internal static class Problem
{
    /// <param name="status">HTTP status.</param>
    /// <param name="detail">What is wrong and what was expected, one sentence; null where the status says it all.</param>
    /// <param name="title">Default the status in words.</param>
    public static ProblemHttpResult Of(int status, string? detail, string? title = null) => TypedResults.Problem(detail, statusCode: status, title: title);
}

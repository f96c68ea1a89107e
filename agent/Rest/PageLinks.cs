using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Http.Extensions;

namespace EcgEdge.Agent.Rest;

/// <summary>Adds to every page of a list the link to the next one (RFC 8288), which the body names as <c>next</c>.</summary>
internal sealed class PageLinks : IEndpointFilter
{
    private const string Cursor = "before";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        if (inner is not IValueHttpResult { Value: IPage { Next: { } cursor } }) return result;
        var request = context.HttpContext.Request;
        var query = new QueryBuilder(request.Query.Where(q => q.Key != Cursor).SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? "")))
        {
            { Cursor, cursor },
        };
        context.HttpContext.Response.Headers.Append("Link", $"<{request.PathBase}{request.Path}{query}>; rel=\"next\"");
        return result;
    }
}

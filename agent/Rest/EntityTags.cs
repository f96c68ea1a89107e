using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace EcgEdge.Agent.Rest;

/// <summary>
/// Gives answers an entity tag, the hash of what they hold, and answers 304 to who has that already. For small answers: one is held whole
/// before it is sent.
/// </summary>
internal static class EntityTags
{
    public static RouteHandlerBuilder WithEntityTag(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
        await next(context) is IResult result ? new Tagged(result) : throw new InvalidOperationException("an entity tag is for results"));

    private sealed class Tagged(IResult inner) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, sent) = (httpContext.Response, httpContext.Response.Body);
            using var held = new MemoryStream();
            response.Body = held;
            try
            {
                await inner.ExecuteAsync(httpContext);
            }
            finally
            {
                response.Body = sent;
            }

            if (response.StatusCode == StatusCodes.Status200OK)
            {
                var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(held.GetBuffer().AsSpan(0, (int)held.Length)).AsSpan(0, 16))}\"");
                response.Headers.ETag = tag.ToString();
                response.Headers.CacheControl = "private, no-cache";
                if (Has(httpContext.Request, tag))
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                    (response.ContentLength, response.ContentType) = (null, null);
                    return;
                }
            }

            held.Position = 0;
            await held.CopyToAsync(sent, httpContext.RequestAborted);
        }

        private static bool Has(HttpRequest request, EntityTagHeaderValue tag) =>
            EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
            && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));
    }
}

using EcgEdge.Agent.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>session</c>: who asks, so that the page can offer to log out.</summary>
public static class SessionApi
{
    public static void MapSession(this IEndpointRouteBuilder api) =>
        api.MapGet("/session", Get).WithTags("operation").WithSummary("Who asks: local, bearer or cookie, and the token's name");

    private static Ok<SessionDto> Get(HttpContext context)
    {
        var caller = AccessCheck.CallerOf(context)!;
        return TypedResults.Ok(new SessionDto(caller.Kind, caller.Name));
    }
}

/// <summary>Who asks.</summary>
/// <param name="Kind">local while no token exists, bearer, or cookie after a login.</param>
/// <param name="Token">Name of the access token; null for local.</param>
public sealed record SessionDto(CallerKind Kind, string? Token);

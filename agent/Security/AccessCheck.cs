using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Security;

/// <summary>
/// Lets in who may: anybody on this machine while there is no access token, afterwards only who brings one (bearer) or has logged in with
/// one (cookie). Comes after routing, before everything that answers.
/// </summary>
internal sealed class AccessCheck(RequestDelegate next, TokenBook tokens, SessionBook sessions, ILogger<AccessCheck> log)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] s_secretsInAddresses = ["token", "access_token"];

    /// <summary>Who made a request that was let in; null at what is open to all.</summary>
    public static Caller? CallerOf(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>Who makes this request, as known by now; null when nobody who may.</summary>
    /// <exception cref="TokenException">The tokens cannot be read.</exception>
    public static Caller? Identify(HttpContext context, TokenBook tokens, SessionBook sessions)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return tokens.Find(authorization[Scheme.Length..].Trim()) is { } token ? new Caller(CallerKind.Bearer, token.Name) : null;
        if (SessionCookie.Read(context.Request) is { Length: > 0 } cookie && sessions.Find(cookie) is { } opener)
            return new Caller(CallerKind.Cookie, opener.Name);
        return tokens.All.Count == 0 && ClientAddress.IsLoopback(context.Connection) ? new Caller(CallerKind.Local, null) : null;
    }

    /// <summary>Whether the maker of a request that goes on for long may still do what was let in once.</summary>
    public static bool MayStay(HttpContext context, TokenBook tokens, SessionBook sessions)
    {
        try
        {
            return Identify(context, tokens, sessions) is not null;
        }
        catch (TokenException)
        {
            return false;
        }
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (s_secretsInAddresses.Any(context.Request.Query.ContainsKey))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "an access token does not belong in an address, which ends up in logs; send it as Authorization: Bearer");
            return;
        }

        var isOpen = context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null;
        Caller? caller = null;
        try
        {
            caller = Identify(context, tokens, sessions);
        }
        catch (TokenException e) when (!isOpen)
        {
            log.LogError("Nobody is let in: {Problem}", e.Message);
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "the access tokens cannot be read, so nobody is let in; the agent's log says why");
            return;
        }
        catch (TokenException)
        {
            // What is open to all needs no token; the login says what is wrong.
        }

        if (caller?.Kind != CallerKind.Bearer && !IsSafe(context.Request.Method) && !OriginCheck.IsOwn(context.Request))
            await Refuse(context, StatusCodes.Status403Forbidden, "a page of another origin may not do this");
        else if (caller is not null)
            await Admit(context, caller);
        else if (isOpen)
            await next(context);
        else
            await TurnAway(context);
    }

    private Task Admit(HttpContext context, Caller caller)
    {
        context.Features.Set(caller);
        return next(context);
    }

    private static Task TurnAway(HttpContext context)
    {
        if (IsPage(context.Request))
        {
            context.Response.Redirect("login");
            return Task.CompletedTask;
        }

        var isWrong = context.Request.Headers.Authorization.Count > 0;
        context.Response.Headers.WWWAuthenticate = isWrong ? "Bearer realm=\"ecgedge\", error=\"invalid_token\"" : "Bearer realm=\"ecgedge\"";
        return Refuse(context, StatusCodes.Status401Unauthorized, isWrong
            ? "the access token is not known here; 'ecgedge token list' tells which there are"
            : "an access token is needed: Authorization: Bearer, or log in on the page; 'ecgedge token add' makes one");
    }

    private static Task Refuse(HttpContext context, int status, string detail) => Problem.Of(status, detail).ExecuteAsync(context);

    private static bool IsPage(HttpRequest request) => request.Path.Value is "/" or "/index.html" && HttpMethods.IsGet(request.Method);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}

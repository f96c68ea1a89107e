namespace EcgEdge.Agent.Security;

/// <summary>Headers that keep the page to its own origin, and what it shows out of other pages and caches.</summary>
internal static class SecurityHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Hsts = "max-age=31536000";

    /// <param name="app">The application.</param>
    /// <param name="isCertified">Whether HTTPS is served with a certificate that was given: browsers may then insist on it.</param>
    public static void UseSecurityHeaders(this IApplicationBuilder app, bool isCertified) => app.Use((context, next) =>
    {
        // At the last moment: an answer that is replaced by an error loses the headers it had.
        context.Response.OnStarting(() =>
        {
            Set(context, isCertified);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(HttpContext context, bool isCertified)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With none at all browsers would call the origin of our own forms null.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        if (isCertified && context.Request.IsHttps) headers.StrictTransportSecurity = Hsts;
    }
}

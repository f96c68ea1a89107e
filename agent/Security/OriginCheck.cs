namespace EcgEdge.Agent.Security;

/// <summary>Tells our own page from a page of another site that makes a visitor's browser ask.</summary>
internal static class OriginCheck
{
    /// <summary>
    /// Whether a request comes from our own page or from no page at all: browsers say where it comes from, programs say nothing.
    /// </summary>
    public static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none")) return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    private static string Authority(HttpRequest request)
    {
        var host = request.Host;
        return host.Port == (request.IsHttps ? 443 : 80) ? host.Host : host.Value ?? "";
    }
}

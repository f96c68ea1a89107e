using System.Globalization;

namespace EcgEdge.Agent.Security;

/// <summary>The cookie that carries a session. Browsers part cookies by host but not by port; its name does.</summary>
internal static class SessionCookie
{
    /// <summary>The secret that a request carries; empty when it carries none.</summary>
    public static string Read(HttpRequest request) => request.Cookies[NameOf(request)] ?? "";

    public static void Set(HttpContext context, string secret, TimeSpan age)
    {
        var options = Options(context.Request);
        options.MaxAge = age;
        context.Response.Cookies.Append(NameOf(context.Request), secret, options);
    }

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameOf(context.Request), Options(context.Request));

    /// <summary>Under HTTPS the prefix makes browsers refuse one that was not set by this very host, over HTTPS.</summary>
    private static string NameOf(HttpRequest request) =>
        (request.IsHttps ? "__Host-ecgedge-" : "ecgedge-") + request.HttpContext.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);

    private static CookieOptions Options(HttpRequest request) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", IsEssential = true };
}

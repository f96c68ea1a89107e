using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Security;

/// <summary><c>login</c> and <c>logout</c>: an access token in a form becomes a session in a cookie. Plain HTML, no script.</summary>
public static class LoginApi
{
    private const long MaxFormBytes = 4096;
    private const string Html = "text/html; charset=utf-8", FormType = "application/x-www-form-urlencoded";

    private static readonly string s_page = Resource("login.html"), s_style = Resource("login.css");

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").WithMetadata(OpenToAll.Mark).ExcludeFromDescription();
        open.MapGet("/login", Show);
        open.MapGet("/login.css", () => Results.Text(s_style, "text/css; charset=utf-8"));
        open.MapPost("/login", LogIn).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxFormBytes));
        open.MapPost("/logout", LogOut);
    }

    private static IResult Show(HttpContext context) => AccessCheck.CallerOf(context) is null ? Page("", StatusCodes.Status200OK) : ToPage();

    private static async Task<IResult> LogIn(HttpContext context, TokenBook tokens, SessionBook sessions, LoginThrottle throttle, ILogger<SessionBook> log)
    {
        var address = ClientAddress.Of(context);
        if (throttle.WaitOf(address) is { Ticks: > 0 } wait)
        {
            var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            return Page($"Too many failed attempts. Try again in {seconds} s.", StatusCodes.Status429TooManyRequests);
        }

        if (context.Request.GetTypedHeaders().ContentType?.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) != true)
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, $"expected a form, {FormType}, with the field token");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (tokens.Find(form["token"].ToString().Trim()) is not { } token)
        {
            throttle.Failed(address);
            log.LogWarning("A login from {Address} failed", address);
            return Page("This is no access token of this agent.", StatusCodes.Status401Unauthorized);
        }

        throttle.Succeeded(address);
        SessionCookie.Set(context, sessions.Open(token), sessions.Age);
        return ToPage();
    }

    private static SeeOther LogOut(HttpContext context, SessionBook sessions)
    {
        if (SessionCookie.Read(context.Request) is { Length: > 0 } cookie) sessions.Close(cookie);
        SessionCookie.Clear(context);
        return new SeeOther("login");
    }

    private static SeeOther ToPage() => new("./");

    private static IResult Page(string message, int status) =>
        Results.Content(s_page.Replace("{message}", HtmlEncoder.Default.Encode(message), StringComparison.Ordinal), Html, statusCode: status);

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>Sends a form's sender to a page, relative to the form: the agent may be served below any path.</summary>
    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Security;

/// <summary>Who is let in, tried over real sockets.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TokenBook Tokens => new(_agent.Folder, TimeProvider.System);

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(
        new ChannelOptions { Name = "chest", Pack = "tiny" }, TestPacks.Folder, prepare: folder => _secret = new TokenBook(folder, TimeProvider.System).Add("script"));

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/v1/status")]
    [InlineData("GET", "/api/v1/alerts")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v1/status")]
    [InlineData("POST", "/api/v1/analyses")]
    [InlineData("PUT", "/api/v1/channels/chest/pack")]
    [InlineData("GET", "/api/v1/live")]
    [InlineData("GET", "/api/v1/session")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/favicon.svg")]
    [InlineData("GET", "/assets/index.js")]
    [InlineData("GET", "/nothing")]
    public async Task Without_a_token_there_is_nothing(string method, string path)
    {
        using var response = await Send(method, path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
        Assert.Contains("ecgedge token add", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/login.css", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    public async Task Health_and_the_login_page_are_open_and_the_page_leads_there(string path, HttpStatusCode status)
    {
        using var response = await Send("GET", path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.Redirect ? "login" : null, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_bearer_token_lets_in_until_it_is_removed_and_another_never()
    {
        Assert.Equal(HttpStatusCode.OK, await Status(_secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(_secret[..^1] + (_secret[^1] == 'A' ? 'B' : 'A')));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(""));
        var second = Tokens.Add("second");
        Assert.Equal(HttpStatusCode.OK, await Status(second));
        Tokens.Remove("second");
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(second));

        async Task<HttpStatusCode> Status(string secret)
        {
            using var response = await Send("GET", "/api/v1/status", ("Authorization", $"Bearer {secret}"));
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task While_there_is_no_token_this_machine_needs_none_and_with_one_it_does()
    {
        Tokens.Remove("script");
        using (var open = await Send("GET", "/api/v1/session"))
            Assert.Contains("\"local\"", await open.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Tokens.Add("script");
        using var closed = await Send("GET", "/api/v1/session");
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_read_let_nobody_in()
    {
        _agent.Logs.ExpectError("Nobody is let in");
        await File.WriteAllTextAsync(Path.Combine(_agent.Folder, TokenBook.FileName), "[", Cancellation);
        using var closed = await Send("GET", "/api/v1/status", ("Authorization", $"Bearer {_secret}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, closed.StatusCode);
        Assert.DoesNotContain(_agent.Folder, await closed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var alive = await Send("GET", "/healthz/live");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("access_token")]
    [InlineData("Token")]
    public async Task A_token_in_an_address_is_refused_and_not_repeated(string parameter)
    {
        using var response = await Send("GET", $"/api/v1/status?{parameter}={_secret}", ("Authorization", $"Bearer {_secret}"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(_secret, await response.Content.ReadAsStringAsync(Cancellation) + response.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_gives_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        using var login = await LogIn(_secret);
        Assert.Equal((HttpStatusCode.SeeOther, "./"), (login.StatusCode, login.Headers.Location!.ToString()));
        var cookie = login.Headers.GetValues("Set-Cookie").Single();
        foreach (var part in (string[])["httponly", "samesite=strict", "path=/", "max-age=2592000"]) Assert.Contains(part, cookie.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.DoesNotContain(_secret, cookie, StringComparison.Ordinal);

        using var session = await Send("GET", "/api/v1/session", ("Cookie", Value(cookie)));
        var told = await session.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(("cookie", "script"), (told.GetProperty("kind").GetString(), told.GetProperty("token").GetString()));
        using var page = await Send("GET", "/", ("Cookie", Value(cookie)));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_for_whoever_has_kept_the_cookie()
    {
        using var login = await LogIn(_secret);
        var cookie = Value(login.Headers.GetValues("Set-Cookie").Single());
        using (var logout = await Send("POST", "/logout", ("Cookie", cookie)))
            Assert.Equal("login", logout.Headers.Location!.ToString());
        using var after = await Send("GET", "/api/v1/session", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_with_its_token()
    {
        using var login = await LogIn(_secret);
        var cookie = Value(login.Headers.GetValues("Set-Cookie").Single());
        Tokens.Add("other");
        Tokens.Remove("script");
        using var after = await Send("GET", "/api/v1/session", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await LogIn($"guess <{i}>");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.DoesNotContain("guess", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var refused = await LogIn(_secret);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(1, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    [Fact]
    public async Task A_login_is_a_small_form()
    {
        using var json = await Send("POST", "/login", content: JsonContent.Create(new { token = _secret }));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        using var large = await Send("POST", "/login", content: new FormUrlEncodedContent([KeyValuePair.Create("token", new string('x', 5000))]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_foreign_page_changes_nothing_by_a_visitors_cookie_or_machine(string header, string value)
    {
        using var login = await LogIn(_secret);
        var cookie = Value(login.Headers.GetValues("Set-Cookie").Single());
        const string Path = "/api/v1/channels/chest/calibrate";
        using (var foreign = await Send("POST", Path, ("Cookie", cookie), (header, value)))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using (var own = await Send("POST", Path, ("Cookie", cookie), ("Origin", _agent.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")))
            Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        using (var forged = await Send("POST", "/login", (header, value)))
            Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Tokens.Remove("script");
        using var local = await Send("POST", Path, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, local.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:8080", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("192.0.2.7", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:80", 200)]
    public async Task A_foreign_host_name_is_refused_on_loopback(string host, int status)
    {
        var answer = await RawHttp.GetAsync(_agent.Address, "/healthz/live", host);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_stream_needs_access_from_an_own_page()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Refused());
        Assert.Equal(HttpStatusCode.Forbidden, await Refused(("Authorization", $"Bearer {_secret}"), ("Origin", "http://evil.example")));
        using var login = await LogIn(_secret);
        var cookie = Value(login.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(HttpStatusCode.Forbidden, await Refused(("Cookie", cookie), ("Origin", "https://localhost")));
        using var own = await Connect(("Cookie", cookie), ("Origin", _agent.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(WebSocketState.Open, own.State);

        async Task<HttpStatusCode> Refused(params (string, string)[] headers)
        {
            using var socket = new ClientWebSocket();
            await Assert.ThrowsAsync<WebSocketException>(() => Connect(socket, headers));
            return socket.HttpStatusCode;
        }
    }

    [Fact]
    public async Task A_viewer_is_sent_away_when_the_token_is_removed()
    {
        using var socket = await Connect(("Authorization", $"Bearer {_secret}"));
        Tokens.Add("other");
        Tokens.Remove("script");
        var buffer = new byte[1 << 20];
        await Closed().Within("the viewer to be sent away");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);

        async Task Closed()
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), Cancellation)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
    }

    private static string Value(string cookie) => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];

    private Task<HttpResponseMessage> LogIn(string token) =>
        Send("POST", "/login", content: new FormUrlEncodedContent([KeyValuePair.Create("token", token)]));

    private Task<HttpResponseMessage> Send(string method, string path, params (string Name, string Value)[] headers) => Send(method, path, null, headers);

    private async Task<HttpResponseMessage> Send(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _agent.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await client.SendAsync(request, Cancellation);
    }

    private async Task<ClientWebSocket> Connect(params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        await Connect(socket, headers);
        return socket;
    }

    private Task Connect(ClientWebSocket socket, (string Name, string Value)[] headers)
    {
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers) socket.Options.SetRequestHeader(name, value);
        return socket.ConnectAsync(new Uri($"ws://{_agent.Address.Authority}/api/v1/live"), Cancellation);
    }
}

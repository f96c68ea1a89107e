using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Security;

/// <summary>How much of a caller is borne: rates, sizes, slowness, paths; and the headers on every answer.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await Start(new HttpOptions { MaxViewers = 1 });

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Too_many_requests_are_refused_with_the_time_to_wait()
    {
        await using var agent = await Start(new HttpOptions { RequestsPerSecond = 1 });
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 20 && refused is null; i++)
        {
            var response = await agent.Client.GetAsync("status", Cancellation);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) refused = response;
            else response.Dispose();
        }

        Assert.NotNull(refused);
        Assert.True(refused.Headers.RetryAfter!.Delta!.Value >= TimeSpan.FromSeconds(1));
        Assert.Equal(429, (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("status").GetInt32());
        refused.Dispose();
    }

    [Fact]
    public async Task Analyses_are_limited_apart_from_other_requests()
    {
        await using var agent = await Start(new HttpOptions { AnalysesPerMinute = 1 });
        using var first = await agent.Client.PostAsync("analyses?name=a.txt", new StringContent("1 2 3"), Cancellation);
        using var second = await agent.Client.PostAsync("analyses?name=a.txt", new StringContent("1 2 3"), Cancellation);
        using var other = await agent.Client.GetAsync("status", Cancellation);
        Assert.Equal((400, 429, 200), ((int)first.StatusCode, (int)second.StatusCode, (int)other.StatusCode));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not()
    {
        using var told = await _agent.Client.PutAsync("channels/chest/pack", Json(2 << 20), Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.StatusCode);
        Assert.Equal("application/problem+json", told.Content.Headers.ContentType!.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Put, "channels/chest/pack") { Content = Json(2 << 20) };
        request.Headers.TransferEncodingChunked = true;
        using var streamed = await _agent.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, streamed.StatusCode);

        static StringContent Json(int length) => new($"{{\"pack\":\"{new string('x', length)}\"}}", Encoding.UTF8, "application/json");
    }

    [Theory]
    [InlineData("/?", 5000, 414)]
    [InlineData("X-Long: ", 20_000, 431)]
    [InlineData("X-Many: 1\r\n", 100, 431)]
    public async Task Oversized_heads_of_requests_are_refused(string part, int count, int status)
    {
        var answer = part[0] == '/'
            ? await RawHttp.GetAsync(_agent.Address, part + new string('x', count))
            : await RawHttp.GetAsync(_agent.Address, "/healthz/live", headers: part[^1] == '\n' ? string.Concat(Enumerable.Repeat(part, count)) : part + new string('x', count) + "\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_does_not_come_to_an_end_is_dropped()
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = await RawHttp.SendAsync(_agent.Address, "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(5), "it was given up at once");
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/assets/../../ecgedge.dll")]
    [InlineData("/assets/..%2f..%2fecgedge.dll")]
    [InlineData("/%2e%2e/%2e%2e/ecgedge.deps.json")]
    [InlineData("/..%5c..%5cecgedge.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/assets/%00")]
    [InlineData("/appsettings.json")]
    [InlineData("/tokens.json")]
    public async Task A_path_leads_nowhere_but_to_the_page(string target)
    {
        var answer = await RawHttp.GetAsync(_agent.Address, target);
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/api/v1/status", 200)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/beats?limit=x", 400)]
    [InlineData("/login.css", 200)]
    public async Task Every_answer_carries_the_security_headers(string path, int status)
    {
        using var client = new HttpClient { BaseAddress = _agent.Address };
        using var response = await client.GetAsync(path, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));

        string Header(string name) => response.Headers.GetValues(name).Single();
    }

    [Fact]
    public async Task Only_so_many_watch_at_once_and_a_place_becomes_free_again()
    {
        using (var first = await Watch())
        {
            using var second = new ClientWebSocket();
            second.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(Live, Cancellation));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.HttpStatusCode);
            await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        }

        await Free().Within("a place");

        async Task Free()
        {
            while (true)
            {
                try
                {
                    using var next = await Watch();
                    return;
                }
                catch (WebSocketException)
                {
                    await Task.Delay(20, Cancellation);
                }
            }
        }

        async Task<ClientWebSocket> Watch()
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(Live, Cancellation);
            return socket;
        }
    }

    [Fact]
    public async Task What_is_no_HTTP_is_dropped_and_the_agent_goes_on()
    {
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_agent.Address.Host, _agent.Address.Port, Cancellation);
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            await client.GetStream().WriteAsync(bytes, Cancellation);
        }

        using var response = await _agent.Client.GetAsync("status", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Uri Live => new($"ws://{_agent.Address.Authority}/api/v1/live");

    private static Task<RunningAgent> Start(HttpOptions http) => RunningAgent.Start(new ChannelOptions { Name = "chest", Pack = "tiny" }, TestPacks.Folder, http: http);
}

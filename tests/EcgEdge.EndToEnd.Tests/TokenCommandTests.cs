using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary><c>token</c> beside a running agent, and an agent that would serve the network without one.</summary>
public sealed class TokenCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_is_shown_once_closes_the_agent_and_is_taken_back()
    {
        await using var agent = await EcgEdgeProgram.StartAsync("run", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Channels:0:Source:Kind", "synthetic");
        var line = agent.Output.All.First(l => l.Contains("Open http", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()) };
        Assert.Equal(HttpStatusCode.OK, await Status(null));

        var (code, added, _) = await Token("add", "script");
        var secret = added.Trim();
        Assert.Equal(0, code);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(null));
        Assert.Equal(HttpStatusCode.OK, await Status(secret));

        var (_, listed, _) = await Token("list", "--json");
        var token = JsonDocument.Parse(listed).RootElement[0];
        Assert.Equal("script", token.GetProperty("name").GetString());
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);

        Assert.Equal(0, (await Token("remove", "script")).ExitCode);
        Assert.Equal(HttpStatusCode.OK, await Status(null));
        Assert.DoesNotContain(agent.Output.All, l => l.Contains(secret, StringComparison.Ordinal));

        async Task<HttpStatusCode> Status(string? bearer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
            if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var response = await client.SendAsync(request, Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_one_line()
    {
        await Token("add", "a");
        Assert.Equal((2, "ecgedge: there is a token 'a' already; remove it first, or choose another name"), await Refused("add", "a"));
        Assert.Equal((2, "ecgedge: there is no token 'b'; there is: a"), await Refused("remove", "b"));

        async Task<(int, string)> Refused(string verb, string name)
        {
            var (code, _, error) = await Token(verb, name);
            return (code, error.TrimEnd());
        }
    }

    [Fact]
    public async Task Without_a_token_the_network_is_not_served()
    {
        var (code, _, error) = await EcgEdgeProgram.RunAsync("run", "--Storage:Directory", _folder.Path, "--Http:Address", "192.0.2.1", "--Channels:0:Source:Kind", "synthetic");
        Assert.Equal(2, code);
        Assert.Equal(
            "ecgedge: Http:Address is 192.0.2.1; only loopback is served until there is an access token: make one with 'ecgedge token add NAME'.", error.TrimEnd());
    }

    private Task<(int ExitCode, string Output, string Error)> Token(string verb, string argument) =>
        EcgEdgeProgram.RunAsync("token", verb, argument, "--Storage:Directory", _folder.Path);
}

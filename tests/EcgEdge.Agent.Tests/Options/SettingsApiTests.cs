using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Options;

/// <summary>GET and PUT settings of a whole agent.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class SettingsApiTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(new ChannelOptions
    {
        Name = "chest",
        Source = new SourceOptions { HeartRateBpm = 100, Speed = 60 },
    });

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Shows_every_option_with_what_it_may_be()
    {
        var settings = await _agent.Client.GetFromJsonAsync<JsonElement>("settings", Cancellation);
        Assert.Equal("chest", settings.GetProperty("settings").GetProperty("Channels")[0].GetProperty("Name").GetString());
        var options = settings.GetProperty("options").EnumerateArray().ToDictionary(o => o.GetProperty("key").GetString()!);
        Assert.Equal(OptionTree.Values(_agent.Services.GetRequiredService<AgentOptions>()).Select(v => v.Key), options.Keys);
        var limit = options["Alerts:Tachy:LimitBpm"];
        Assert.Equal((140, 140, 20, 300, true), (
            limit.GetProperty("value").GetDouble(), limit.GetProperty("default").GetDouble(), limit.GetProperty("minimum").GetDouble(),
            limit.GetProperty("maximum").GetDouble(), limit.GetProperty("live").GetBoolean()));
        Assert.StartsWith("The limit, 20 to 300", limit.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.False(options["Mqtt:Port"].GetProperty("live").GetBoolean());
    }

    [Fact]
    public async Task A_limit_applies_at_once_to_the_running_heart_and_no_beat_is_lost()
    {
        var pipeline = _agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline;
        var alerts = new Fixtures.Lines<Alert>();
        _agent.Services.GetRequiredService<Agent.Store.AlertWriter>().Saved += alerts.Add;

        var changed = await (await Put("""{ "Alerts": { "Tachy": { "LimitBpm": 90 } }, "Logging": { "LogLevel": { "Default": "Warning" } }, "Mqtt": { "MaxInFlight": 5 } }"""))
            .Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(["Alerts:Tachy:LimitBpm", "Logging:LogLevel:Default"], changed.GetProperty("applied").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(["Mqtt:MaxInFlight"], changed.GetProperty("needRestart").EnumerateArray().Select(k => k.GetString()));
        Assert.False(_agent.Services.GetRequiredService<ILoggerFactory>().CreateLogger("x").IsEnabled(LogLevel.Information));
        await Fixtures.Deadline.Within(alerts.First(a => a.Kind == AlertKind.RateTachy && a.State == AlertState.Raised), "tachycardia above 90");

        Assert.Equal(HttpStatusCode.OK, (await Put("""{ "Alerts": null }""")).StatusCode);
        await Fixtures.Deadline.Within(alerts.First(a => a.Kind == AlertKind.RateTachy && a.State == AlertState.Cleared), "its end");

        Assert.Equal(0, pipeline.Gaps);
        Assert.Same(pipeline, _agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline);
    }

    [Theory]
    [InlineData("""{ "Alerts": { "Tachy": { "LimitBpm": 1200 }, "Wibble": 1 } }""", HttpStatusCode.UnprocessableEntity, 2)]
    [InlineData("""{ "Http": { "Port": 1 } }""", HttpStatusCode.Conflict, 1)]
    [InlineData("""{ "Http": { "Port": 1 }""", HttpStatusCode.BadRequest, 1)]
    [InlineData("""{ "Http": 1, "http": 2 }""", HttpStatusCode.BadRequest, 1)]
    [InlineData("[]", HttpStatusCode.BadRequest, 1)]
    [InlineData("", HttpStatusCode.BadRequest, 1)]
    public async Task Problems_are_told_in_full(string body, HttpStatusCode status, int errors)
    {
        var response = await Put(body);
        Assert.Equal(status, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(errors, problem.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_body_without_end_is_refused() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Put(new string(' ', 300_000))).StatusCode);

    private async Task<HttpResponseMessage> Put(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/merge-patch+json");
        return await _agent.Client.PutAsync(new Uri("settings", UriKind.Relative), content, Cancellation);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Rest;

public sealed class SnoozeApiTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(new ChannelOptions { Name = "chest", Pack = "tiny" }, TestPacks.Folder);

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task A_kind_is_snoozed_shown_and_ended()
    {
        using var begun = await Post("chest", """{"kind":"beat.pvc","minutes":30}""");
        var snooze = await begun.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(("chest", "beat.pvc"), (snooze.GetProperty("channel").GetString(), snooze.GetProperty("kind").GetString()));
        Assert.Equal(TimeSpan.FromMinutes(30), snooze.GetProperty("until").GetDateTimeOffset() - snooze.GetProperty("since").GetDateTimeOffset());
        using var other = await Post("chest", """{"kind":"rhythm.vt","minutes":2}""");
        Assert.Equal(["beat.pvc", "rhythm.vt"], await Kinds());

        using var ended = await _agent.Client.DeleteAsync("channels/chest/snooze?kind=beat.pvc", Cancellation);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal(["rhythm.vt"], await Kinds());
        using var again = await _agent.Client.DeleteAsync("channels/chest/snooze?kind=beat.pvc", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var all = await _agent.Client.DeleteAsync("channels/chest/snooze", Cancellation);
        Assert.Empty(await Kinds());
    }

    [Theory]
    [InlineData("chest", """{"kind":"rhythm.asystole","minutes":3}""", 400, "minutes is 3; expected 1 to 2 for rhythm.asystole")]
    [InlineData("chest", """{"kind":"none","minutes":3}""", 400, "kind is 'none'; expected one of beat.anomaly")]
    [InlineData("chest", """{"kind":"beat.pvc"}""", 400, "minutes is 0; expected 1 to 1440")]
    [InlineData("nose", """{"kind":"beat.pvc","minutes":3}""", 404, "there is no channel 'nose'; there is: chest")]
    public async Task What_cannot_be_snoozed_is_refused(string channel, string body, int status, string detail)
    {
        using var refused = await Post(channel, body);
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Contains(detail, (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_urgent_kind_is_not_snoozed_twice()
    {
        using var first = await Post("chest", """{"kind":"rhythm.vt","minutes":2}""");
        using var second = await Post("chest", """{"kind":"rhythm.vt","minutes":2}""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
    }

    private async Task<string[]> Kinds() =>
        [.. (await _agent.Client.GetFromJsonAsync<JsonElement>("channels/chest/snooze", Cancellation)).EnumerateArray().Select(s => s.GetProperty("kind").GetString()!)];

    private Task<HttpResponseMessage> Post(string channel, string body) =>
        _agent.Client.PostAsync($"channels/{channel}/snooze", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>The minutes of a fast replay over REST, before and after a restart.</summary>
public sealed class HistoryApiTests : IDisposable
{
    private static readonly ChannelOptions s_channel = new() { Name = "chest", Pack = "tiny", Source = new SourceOptions { Speed = 200, HeartRateBpm = 80 } };

    private readonly TempDirectory _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Minutes_come_in_pages_and_survive_a_restart()
    {
        long beats;
        await using (var agent = await RunningAgent.Start(s_channel, TestPacks.Folder, _store.Path))
        {
            await Poll.UntilAsync(async () => (await Get(agent, "vitals/history?channel=chest")).GetProperty("items").GetArrayLength() >= 5, "five minutes");
            var page = await Get(agent, "vitals/history?channel=chest&limit=2");
            var next = await Get(agent, $"vitals/history?limit=2&to={page.GetProperty("next").GetString()}");
            var times = page.GetProperty("items").EnumerateArray().Concat(next.GetProperty("items").EnumerateArray()).Select(Time).ToArray();
            Assert.Equal(4, times.Length);
            for (var i = 1; i < times.Length; i++) Assert.Equal(TimeSpan.FromMinutes(-1), times[i] - times[i - 1]);
            var bounded = await Get(agent, $"vitals/history?channel=chest&from={times[3]:O}&to={times[1]:O}".Replace("+", "%2B", StringComparison.Ordinal));
            Assert.Equal([times[2], times[3]], bounded.GetProperty("items").EnumerateArray().Select(Time));
            var minute = page.GetProperty("items")[1];
            Assert.InRange(minute.GetProperty("heartRateMeanBpm").GetDouble(), 70, 90);
            Assert.Equal(60, minute.GetProperty("seconds").GetInt32());
            beats = 0;
            await agent.Services.GetRequiredService<ChannelSet>().StopAsync(Cancellation);
            beats = agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.End;
        }

        using (var store = EcgStore.Open(_store.Path))
        {
            var minutes = store.ListMinutes("chest", limit: 1000).Items;
            // Every beat is in a minute, the last and the first piece included.
            Assert.Equal(beats, minutes.Sum(m => m.Beats));
            Assert.Equal(beats, store.Count().Beats);
            Assert.Equal(minutes.Count, minutes.Select(m => m.At).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("vitals/history?channel=nobody", 404, "there is no channel 'nobody'; there is: chest")]
    [InlineData("vitals/history?limit=1001", 400, "limit is 1001; expected 1 to 1000")]
    [InlineData("vitals/history?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "from lies after to")]
    public async Task A_bad_request_is_told_as_problem_details(string path, int status, string detail)
    {
        await using var agent = await RunningAgent.Start(s_channel, TestPacks.Folder, _store.Path);
        using var response = await agent.Client.GetAsync(path, Cancellation);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var noTime = await agent.Client.GetAsync("vitals/history?from=yesterday", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, noTime.StatusCode);
    }

    private static DateTimeOffset Time(JsonElement minute) => minute.GetProperty("at").GetDateTimeOffset();

    private static async Task<JsonElement> Get(RunningAgent agent, string path) => await agent.Client.GetFromJsonAsync<JsonElement>(path, Cancellation);
}

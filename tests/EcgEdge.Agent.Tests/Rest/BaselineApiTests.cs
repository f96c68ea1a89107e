using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference.Baseline;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>What is usual for a wearer outlives the agent, and is forgotten when asked.</summary>
public sealed class BaselineApiTests : IDisposable
{
    private static readonly ChannelOptions s_channel = new() { Name = "chest", Wearer = "Ada", Pack = "wearer", Source = new SourceOptions { Speed = 60, SampleRateHz = 250 } };

    private readonly TempDirectory _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task It_is_known_at_once_after_a_restart_and_learned_anew_after_being_forgotten()
    {
        DateTimeOffset since;
        await using (var first = await Start(s_channel))
        {
            await Until(first, b => b.GetProperty("state").GetString() == "ready");
            // So fast a heart is learned before it can be asked for; the first beat tells what was known then.
            Assert.True(FirstBeat(first).Learning);
            var told = await Baseline(first);
            Assert.Equal(("chest", "Ada", "wearer", false, 0.0), (
                told.GetProperty("channel").GetString(), told.GetProperty("wearer").GetString(), told.GetProperty("pack").GetString(),
                told.GetProperty("recalled").GetBoolean(), told.GetProperty("secondsLeft").GetDouble()));
            since = told.GetProperty("since").GetDateTimeOffset();
            // Learned is stored without waiting for the stop.
            await Poll.Until(() => Stored(first) is not null, "what was learned to be stored");
        }

        // At this pace it learns for five seconds.
        await using (var second = await Start(s_channel with { Source = s_channel.Source with { Speed = 6 } }))
        {
            var told = await Baseline(second);
            Assert.Equal(("ready", true), (told.GetProperty("state").GetString(), told.GetProperty("recalled").GetBoolean()));
            Assert.Equal(since, told.GetProperty("since").GetDateTimeOffset());
            await Poll.Until(() => second.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.End > 5, "beats");
            Assert.False(FirstBeat(second).Learning);

            using var asked = await second.Client.PostAsync("channels/chest/calibrate", null, Cancellation);
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
            await Until(second, b => b.GetProperty("state").GetString() == "learning" && !b.GetProperty("recalled").GetBoolean());
        }

        // Stopped while it learned: the next run goes on from there, not from what was forgotten.
        await using var third = await Start(s_channel with { Source = s_channel.Source with { Speed = 1 } });
        var (state, left) = ((await Baseline(third)).GetProperty("state").GetString(), (await Baseline(third)).GetProperty("secondsLeft").GetDouble());
        Assert.True(state == "learning" || third.Services.GetRequiredService<EcgStore>().Baselines.Find("Ada", "chest", "wearer")!.Origin!.Since > since, $"{state}, {left} s left");
    }

    [Theory]
    [InlineData("Bob", 250, "none is stored")]
    [InlineData("Ada", 500, "the stored one is of 250 Hz, and the source gives 500 Hz")]
    public async Task It_is_learned_anew_where_wearer_or_rate_do_not_fit(string wearer, double rate, string why)
    {
        await using (var first = await Start(s_channel)) await Until(first, b => b.GetProperty("state").GetString() == "ready");
        using var logs = new CapturingLogs();
        using var store = EcgStore.Open(_store.Path);
        Assert.Null(Recall(store, s_channel with { Wearer = wearer }, rate, logs).Origin);
        Assert.Contains(why, Assert.Single(logs.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_learned_anew_where_the_pack_is_another_version_or_the_copy_is_damaged()
    {
        await using (var first = await Start(s_channel)) await Until(first, b => b.GetProperty("state").GetString() == "ready");
        using var logs = new CapturingLogs();
        using var store = EcgStore.Open(_store.Path);
        var good = store.Baselines.Find("Ada", "chest", "wearer")!;
        Assert.Equal(BaselineState.Ready, Recall(store, s_channel, 250, logs).State);
        store.Baselines.Save("Ada", "chest", good with { PackVersion = "9.9.9" });
        Assert.Equal(BaselineState.Learning, Recall(store, s_channel, 250, logs).State);
        store.Baselines.Save("Ada", "chest", good with { Data = good.Data[..^1] });
        Assert.Equal(BaselineState.Learning, Recall(store, s_channel, 250, logs).State);
        Assert.Contains("is known since", logs.Entries[0].Text, StringComparison.Ordinal);
        Assert.Contains($"the stored one is of wearer 9.9.9, and the pack is {good.PackVersion}", logs.Entries[1].Text, StringComparison.Ordinal);
        Assert.Contains("a stored baseline is cut short", logs.Entries[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_comes_back_goes_on_from_what_it_knew()
    {
        await using var agent = await Start(s_channel);
        await Until(agent, b => b.GetProperty("state").GetString() == "ready");
        await Put(agent, "tiny");
        await Until(agent, b => b.GetProperty("state").GetString() == "none" && b.GetProperty("since").ValueKind == JsonValueKind.Null);
        await Poll.Until(() => Stored(agent) is not null, "the pack's baseline to be stored");
        await Put(agent, "wearer");
        var told = await Baseline(agent);
        Assert.Equal(("ready", true), (told.GetProperty("state").GetString(), told.GetProperty("recalled").GetBoolean()));
    }

    private static BeatRecord FirstBeat(RunningAgent agent)
    {
        var beat = new BeatRecord();
        long cursor = 0;
        Assert.True(agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.TryRead(ref cursor, beat, out var missed));
        Assert.Equal(0, missed);
        return beat;
    }

    private Task<RunningAgent> Start(ChannelOptions channel) =>
        RunningAgent.Start(channel, TestPacks.Folder, _store.Path);

    private static BaselineSnapshot? Stored(RunningAgent agent) => agent.Services.GetRequiredService<EcgStore>().Baselines.Find("Ada", "chest", "wearer");

    private static (BaselineOrigin? Origin, BaselineState State) Recall(EcgStore store, ChannelOptions channel, double rate, CapturingLogs logs)
    {
        using var analyzer = new Inference.BeatAnalyzer(Inference.Packs.PackLoader.Load(TestPacks.Folder, "wearer", Inference.Packs.Precision.Int8), rate);
        var origin = new BaselineMemory(store, logs.For<BaselineMemory>()).Recall(channel, analyzer, rate);
        return (origin, analyzer.Baseline!.State);
    }

    private static async Task Put(RunningAgent agent, string pack)
    {
        using var changed = await agent.Client.PutAsync(
            "channels/chest/pack", new StringContent($$"""{"pack":"{{pack}}"}""", Encoding.UTF8, "application/json"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    private static async Task<JsonElement> Baseline(RunningAgent agent) =>
        (await agent.Client.GetFromJsonAsync<JsonElement>("baseline", Cancellation)).EnumerateArray().Single();

    private static Task Until(RunningAgent agent, Func<JsonElement, bool> holds) => Poll.UntilAsync(async () => holds(await Baseline(agent)), "the baseline");
}

using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Mqtt;

/// <summary>What a whole agent tells beside its alerts.</summary>
public sealed class TelemetryTests
{
    private const string Base = "ecgedge/test/chest/";

    [Fact]
    public async Task Health_beats_and_trace_are_told_where_asked_for()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using RunningAgent agent = await StartAsync(broker.Port, asked: true);
        IReadOnlyList<Received> all = await subscriber.Until(
            seen => seen.Any(m => m.Topic == Base + "health" && !m.Payload.Contains("\"inferenceP50Us\":null", StringComparison.Ordinal))
                && seen.Count(m => m.Topic == Base + "wave") >= 3 && seen.Any(m => m.Topic == Base + "beat"), "health, beats and trace");
        JsonElement health = Last(all, "health");
        Assert.Equal(("chest", "running"), (health.GetProperty("channel").GetString(), health.GetProperty("source").GetString()));
        double p50 = health.GetProperty("inferenceP50Us").GetDouble(), p99 = health.GetProperty("inferenceP99Us").GetDouble();
        Assert.InRange(p50, 1, 1e6);
        Assert.InRange(p99, p50, 1e6);
        Assert.InRange(health.GetProperty("sampleJitterMs").GetDouble(), 0, 5000);
        foreach (string name in (string[])["queuedMessages", "queuedBytes", "droppedTelemetry", "droppedAlerts", "pendingAlerts", "droppedBeats", "failedInferences"])
            Assert.Equal(0, health.GetProperty(name).GetInt64());
        Assert.Equal(JsonValueKind.Null, health.GetProperty("storeFault").ValueKind);

        JsonElement[] waves = [.. all.Where(m => m.Topic == Base + "wave").Select(m => JsonDocument.Parse(m.Payload).RootElement)];
        for (int i = 1; i < waves.Length; i++)
        {
            Assert.Equal(250, waves[i - 1].GetProperty("millivolts").GetArrayLength());
            Assert.Equal(waves[i - 1].GetProperty("firstIndex").GetInt64() + 250, waves[i].GetProperty("firstIndex").GetInt64());
        }

        JsonElement beat = Last(all, "beat");
        Assert.InRange(beat.GetProperty("rrMs").GetDouble(), 300, 2000);
        Assert.True(beat.GetProperty("endIndex").GetInt64() > beat.GetProperty("index").GetInt64());
        Assert.All(all.Where(m => m.Topic is Base + "beat" or Base + "wave"), m => Assert.Equal((0, false), (m.Qos, m.Retained)));
    }

    [Fact]
    public async Task Beats_and_trace_are_not_told_unasked()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using RunningAgent agent = await StartAsync(broker.Port, asked: false);
        await subscriber.Until(
            all => all.Any(m => m.Topic == Base + "vitals" && JsonDocument.Parse(m.Payload).RootElement.GetProperty("beats").GetInt64() > 20), "beats");
        Assert.DoesNotContain(subscriber.All, m => m.Topic is Base + "beat" or Base + "wave");
    }

    [Fact]
    public async Task A_late_subscriber_learns_the_most_urgent_alert_that_lasts()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber early = await broker.SubscribeAsync();
        await using RunningAgent agent = await StartAsync(broker.Port, asked: false);
        Assert.Equal(0, JsonDocument.Parse((await early.First(Base + "alerts")).Payload).RootElement.GetProperty("open").GetInt32());
        var writer = agent.Services.GetRequiredService<AlertWriter>();
        Alert urgent = TestAlerts.Number(1, kind: AlertKind.RhythmAsystole);
        Alert newer = TestAlerts.Number(2) with { Priority = AlertPriority.Low };
        foreach (Alert alert in (Alert[])[urgent, newer, TestAlerts.Number(3).Cleared()]) writer.Take(alert);
        await writer.FlushAsync().Within("the writer");
        writer.Acknowledge(newer.Id);

        await early.Until(all => Last(all, "alerts").GetProperty("unacknowledged").GetInt32() == 1, "the acknowledgement");
        await using (MosquittoSubscriber late = await broker.SubscribeAsync())
        {
            JsonElement open = JsonDocument.Parse((await late.First(Base + "alerts")).Payload).RootElement;
            Assert.Equal((2, 1), (open.GetProperty("open").GetInt32(), open.GetProperty("unacknowledged").GetInt32()));
            Assert.Equal(("rhythm.asystole", "high"), (open.GetProperty("kind").GetString(), open.GetProperty("priority").GetString()));
        }

        writer.Take(urgent.Cleared());
        await early.Until(all => Last(all, "alerts").GetProperty("kind").GetString() == "beat.anomaly", "the other alert");
    }

    private static JsonElement Last(IReadOnlyList<Received> all, string leaf) => JsonDocument.Parse(all.Last(m => m.Topic == Base + leaf).Payload).RootElement;

    private static Task<RunningAgent> StartAsync(int port, bool asked) => RunningAgent.Start(
        new ChannelOptions { Name = "chest", Pack = "tiny", Source = new SourceOptions { Kind = SourceOptions.Synthetic, HeartRateBpm = 120, Speed = 4 } },
        TestPacks.Folder,
        with: options => options with
        {
            Mqtt = PublishingAgent.Options(port) with { PublishBeats = asked, PublishWave = asked, HealthSeconds = 1 },
            Alerts = new AlertOptions { Anomaly = new AlertRuleOptions { Enabled = false } }.WithoutRhythm(),
        });
}

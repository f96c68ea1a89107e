using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>The whole agent on a disk that fills up: people hear of it over MQTT, REST and the live page, and nothing of the alerts is lost.</summary>
public sealed class StoreFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_store_is_told_everywhere_and_alerts_reach_people_all_the_same()
    {
        await using var broker = await MosquittoBroker.StartedAsync();
        await using var subscriber = await broker.SubscribeAsync();
        await using var agent = await RunningAgent.Start(
            new ChannelOptions { Name = "chest", Pack = "tiny", Source = new SourceOptions { HeartRateBpm = 150 } },
            TestPacks.Folder,
            time: new HurriedClock(stopwatches: 1, timers: 10),
            mqtt: PublishingAgent.Options(broker.Port));
        agent.Logs.ExpectError("Alerts wait in memory");
        var store = agent.Services.GetRequiredService<EcgStore>();
        await subscriber.First("ecgedge/test/chest/state");
        using var page = new ClientWebSocket();
        await page.ConnectAsync(new Uri($"ws://{agent.Address.Authority}/api/v1/live"), Cancellation);

        store.File.Write((connection, _) => EcgStore.ReadNumber(connection, "PRAGMA max_page_count = 1"));
        // As a pipeline would hand it on; long, so that it fits nowhere.
        var alert = TestAlerts.Number(1) with { Kind = AlertKind.RhythmVt, Message = new string('x', 200_000) };
        agent.Services.GetRequiredService<IAlertSink>().Take(alert);
        await subscriber.Until(all => all.Any(m => m.IsAlert && m.ReadAlert().Id == alert.Id), "the alert that cannot be stored");
        await subscriber.Until(all => all.Any(m => m.IsAlert && m.ReadAlert() is { Kind: "store.fault", State: AlertState.Raised }), "the fault of the store");
        await Event(page, e => Type(e) == "alert" && e.GetProperty("alert").GetProperty("kind").GetString() == "store.fault");
        await Event(page, e => Type(e) == "state" && e.GetProperty("store").GetProperty("problem").GetString()!.Contains("the disk is full", StringComparison.Ordinal));
        var status = (await agent.Client.GetFromJsonAsync<JsonElement>("status", Cancellation)).GetProperty("store");
        Assert.Contains("the disk is full", status.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.True(status.GetProperty("waiting").GetInt64() >= 2);
        var samples = agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Samples;
        await Poll.Until(() => agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Samples > samples + 250, "monitoring to go on");
        Assert.Null(store.FindAlert(alert.Id));

        store.File.Write((connection, _) => EcgStore.ReadNumber(connection, "PRAGMA max_page_count = 1000000"));
        var cleared = (await subscriber.Until(
            all => all.Any(m => m.IsAlert && m.ReadAlert() is { Kind: "store.fault", State: AlertState.Cleared }), "the end of the fault")).Last(m => m.IsAlert).ReadAlert();
        Assert.Equal(TestAlerts.Number(1).StartedAt, store.FindAlert(alert.Id)!.StartedAt);
        Assert.True(cleared.EndedAt > cleared.StartedAt);
        Assert.Equal(AlertState.Cleared, store.FindAlert(cleared.Id)!.State);
        status = (await agent.Client.GetFromJsonAsync<JsonElement>("status", Cancellation)).GetProperty("store");
        Assert.Equal(JsonValueKind.Null, status.GetProperty("problem").ValueKind);
        // Told at once and again through the outbox, under one revision.
        var copies = await subscriber.Until(all => all.Count(m => m.IsAlert && m.ReadAlert().Id == alert.Id) >= 2, "the alert out of the outbox");
        Assert.All(copies.Where(m => m.IsAlert && m.ReadAlert().Id == alert.Id), m => Assert.Equal(1, m.ReadAlert().Revision));
    }

    [Fact]
    public async Task An_agent_that_starts_with_a_full_disk_watches_all_the_same_and_records_once_there_is_room()
    {
        await using var disk = await MountedDisk.InMemoryAsync(4096);
        disk.Fill();
        await using var agent = await RunningAgent.Start(
            new ChannelOptions { Name = "chest", Pack = "wearer", Source = new SourceOptions { HeartRateBpm = 150, Speed = 4 } },
            TestPacks.Folder,
            disk.Path,
            new HurriedClock(stopwatches: 1, timers: 10));
        agent.Logs.ExpectError("Alerts wait in memory");
        var pipeline = agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline;
        await Poll.Until(() => pipeline.Beats.End > 5, "beats");
        var alerts = agent.Services.GetRequiredService<AlertWriter>();
        await Poll.Until(() => alerts.Waiting.Any(a => a.Kind == AlertKind.StoreFault), "the fault to be raised");
        Assert.Contains("full", await Problem(), StringComparison.Ordinal);
        // A page opened only now learns of it.
        using var late = new ClientWebSocket();
        await late.ConnectAsync(new Uri($"ws://{agent.Address.Authority}/api/v1/live"), Cancellation);
        await Event(late, e => Type(e) == "hello" && e.GetProperty("alerts").EnumerateArray().Any(a => a.GetProperty("kind").GetString() == "store.fault"));

        disk.Free();
        var store = agent.Services.GetRequiredService<EcgStore>();
        await Poll.Until(() => store.Count() is { Alerts: > 0, Beats: > 0 }, "alerts and beats to be stored");
        await Poll.UntilAsync(async () => await Problem() is null, "the fault to end");
        Assert.Contains(store.ListAlerts(new AlertQuery()).Items, a => a.Kind == AlertKind.StoreFault);

        async Task<string?> Problem() =>
            (await agent.Client.GetFromJsonAsync<JsonElement>("status", Cancellation)).GetProperty("store").GetProperty("problem").GetString();
    }

    private static string? Type(JsonElement message) => message.GetProperty("type").GetString();

    private static async Task Event(ClientWebSocket page, Func<JsonElement, bool> isIt)
    {
        var buffer = new byte[1 << 20];
        await Receive().Within("an event of the live page");

        async Task Receive()
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await page.ReceiveAsync(buffer.AsMemory(length), Cancellation);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType != WebSocketMessageType.Text) continue;
                using var message = JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length));
                if (isIt(message.RootElement)) return;
            }
        }
    }
}

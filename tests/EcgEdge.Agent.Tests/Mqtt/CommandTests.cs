using System.Net.Http.Json;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Mqtt;

/// <summary>Commands from an outsider at a real broker to a whole agent, and its answers.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private const string Command = "ecgedge/test/chest/command", Result = "ecgedge/test/chest/command/result", Open = "ecgedge/test/chest/alerts";

    private MosquittoBroker _broker = null!;
    private MosquittoSubscriber _subscriber = null!;
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _broker = await MosquittoBroker.StartedAsync();
        _subscriber = await _broker.SubscribeAsync();
        _agent = await StartAsync(_broker.Port, commands: true);
        await _broker.Log.First(line => line.Contains(Command, StringComparison.Ordinal)).Within("the subscription");
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _subscriber.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Ack_acknowledges_one_alert_or_all_that_last()
    {
        var (first, second, third) = (TestAlerts.Number(1), TestAlerts.Number(2), TestAlerts.Number(3));
        await Take(first, second, third);
        var one = await Ask($$"""{"command":"ack","id":"{{first.Id}}","requestId":"r1"}""", 1);
        Assert.Equal(("ack", "r1", true, 1), (Text(one, "command"), Text(one, "requestId"), one.GetProperty("ok").GetBoolean(), one.GetProperty("acknowledged").GetInt32()));
        await _subscriber.Until(all => all.Any(m => m.IsAlert && m.ReadAlert() is { AcknowledgedAt: not null } a && a.Id == first.Id), "the acknowledgement");

        Assert.Equal(2, (await Ask("""{"command":"ack"}""", 2)).GetProperty("acknowledged").GetInt32());
        Assert.Equal(0, (await Ask("""{"command":"ack"}""", 3)).GetProperty("acknowledged").GetInt32());
        Assert.Contains("there is no alert", Text(await Ask("""{"command":"ack","id":"01890a5d-ac96-774b-bcce-b302099a8057"}""", 4), "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snooze_spares_people_and_shows_everywhere()
    {
        var snoozed = await Ask("""{"command":"snooze","kind":"beat.anomaly","minutes":30}""", 1);
        var until = Text(snoozed, "snoozedUntil");
        var rest = await _agent.Client.GetFromJsonAsync<JsonElement>("channels/chest/snooze", Cancellation);
        Assert.Equal(("beat.anomaly", until), (Text(rest[0], "kind"), Text(rest[0], "until")));
        var channel = await _agent.Client.GetFromJsonAsync<JsonElement>("channels/chest", Cancellation);
        Assert.Equal("beat.anomaly", Text(channel.GetProperty("snoozed")[0], "kind"));
        await _subscriber.Until(all => all.Any(m => m.Topic == Open && m.Payload.Contains("\"snoozed\":[{", StringComparison.Ordinal)), "the snooze");

        var spared = TestAlerts.Number(1);
        await Take(spared);
        Assert.True((await Ask("""{"command":"snooze","kind":"beat.anomaly","minutes":0}""", 2)).GetProperty("ok").GetBoolean());
        await _subscriber.Until(all => all.Any(m => m.IsAlert && m.ReadAlert() is { Revision: 2, State: AlertState.Raised } a && a.Id == spared.Id), "the alert");
        Assert.DoesNotContain(_subscriber.Alerts, m => m.ReadAlert().Revision == 1);

        Assert.Contains("expected 1 to 2 for rhythm.asystole", Text(await Ask("""{"command":"snooze","kind":"rhythm.asystole","minutes":30}""", 3), "error"), StringComparison.Ordinal);
        Assert.Contains("is not snoozed", Text(await Ask("""{"command":"snooze","kind":"x","minutes":0}""", 4), "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_needs_a_pack_with_a_baseline()
    {
        Assert.Contains("has no baseline", Text(await Ask("""{"command":"calibrate"}""", 1), "error"), StringComparison.Ordinal);
        await using var wearer = await StartAsync(_broker.Port, commands: true, device: "other", pack: "wearer");
        await _broker.Log.First(line => line.Contains("ecgedge/other/chest/command", StringComparison.Ordinal)).Within("the subscription");
        await _broker.PublishAsync("ecgedge/other/chest/command", """{"command":"calibrate"}""");
        Assert.Contains("\"ok\":true", (await _subscriber.First("ecgedge/other/chest/command/result")).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retained_command_is_not_obeyed_at_the_next_start()
    {
        var alert = TestAlerts.Number(1);
        await Take(alert);
        await _broker.PublishAsync("ecgedge/later/chest/command", """{"command":"ack"}""", retain: true);
        await using var later = await StartAsync(_broker.Port, commands: true, device: "later");
        var answer = await _subscriber.First("ecgedge/later/chest/command/result");
        Assert.Contains("a retained command is not obeyed", answer.Payload, StringComparison.Ordinal);
        Assert.False(answer.Retained);
    }

    [Fact]
    public async Task Hostile_commands_are_answered_and_the_agent_lives_on()
    {
        await using var attacker = new MosquittoClient(
            new MqttOptions { Host = "localhost", Port = _broker.Port }, "attacker", null, TimeProvider.System, _agent.Logs.For<MosquittoClient>());
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        attacker.Happened += e => connected.TrySetResult();
        attacker.Start();
        await connected.Task.Within("the attacker's connection");
        var random = new Random(7);
        const int attacks = 200;
        for (var attack = 0; attack < attacks; attack++)
        {
            var payload = new byte[attack % 50 == 49 ? 300_000 : random.Next(0, 6000)];
            random.NextBytes(payload);
            Assert.True(attacker.TryPublish(attacker.Connection, Command, payload, 1, false, out _));
        }

        // A flood may be passed over in part; a command that comes after it is obeyed.
        JsonElement last;
        var asked = 0;
        do
        {
            await _broker.PublishAsync(Command, $$"""{"command":"ack","requestId":"after {{++asked}}"}""");
            var seen = await _subscriber.Until(all => all.Any(m => m.Topic == Result), "an answer");
            last = JsonDocument.Parse(seen.Last(m => m.Topic == Result).Payload).RootElement;
        }
        while (Text(last, "requestId")?.StartsWith("after", StringComparison.Ordinal) != true);
        var answers = _subscriber.All.Where(m => m.Topic == Result).ToArray();
        Assert.InRange(answers.Length, 10, attacks + asked);
        Assert.All(answers, m => Assert.InRange(m.Payload.Length, 20, 500));
    }

    [Fact]
    public async Task Where_commands_are_off_nobody_listens()
    {
        await using var deaf = await StartAsync(_broker.Port, commands: false, device: "deaf");
        await _subscriber.Saw("ecgedge/deaf/chest/state", "online");
        await _broker.PublishAsync("ecgedge/deaf/chest/command", """{"command":"ack"}""");
        await Ask("""{"command":"ack"}""", 1);
        Assert.DoesNotContain(_subscriber.All, m => m.Topic == "ecgedge/deaf/chest/command/result");
    }

    private static Task<RunningAgent> StartAsync(int port, bool commands, string device = "test", string pack = "tiny") => RunningAgent.Start(
        new ChannelOptions { Name = "chest", Pack = pack, Source = new SourceOptions { Kind = SourceOptions.Synthetic } }, TestPacks.Folder, with: options => options with
        {
            Device = new DeviceOptions { Name = device },
            Mqtt = PublishingAgent.Options(port) with { Commands = commands },
            // What the synthetic heart does is not what these tests are about.
            Alerts = new AlertOptions { Anomaly = new AlertRuleOptions { Enabled = false } },
        });

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<JsonElement> Ask(string command, int number)
    {
        await _broker.PublishAsync(Command, command);
        var seen = await _subscriber.Until(all => all.Count(m => m.Topic == Result) >= number, "the answer");
        return JsonDocument.Parse(seen.Where(m => m.Topic == Result).ElementAt(number - 1).Payload).RootElement;
    }

    private async Task Take(params Alert[] alerts)
    {
        var writer = _agent.Services.GetRequiredService<AlertWriter>();
        foreach (var alert in alerts) writer.Take(alert);
        await writer.FlushAsync().Within("the writer");
    }
}

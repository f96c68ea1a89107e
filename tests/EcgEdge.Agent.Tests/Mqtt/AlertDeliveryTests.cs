using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class AlertDeliveryTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task An_alert_arrives_exactly_once_at_qos_1()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        Alert alert = agent.Save(TestAlerts.Number(1));

        await agent.Drained();
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Received received = Assert.Single(subscriber.Alerts);
        Assert.Equal((1, false, "ecgedge/pi/chest/alert"), (received.Qos, received.Retained, received.Topic));
        Assert.Equal(JsonSerializer.Serialize(alert, AlertJson.Default.Alert), received.Payload);
        Assert.Equal((true, true, 0L, 1L, null), (agent.Publisher.Status.Enabled, agent.Publisher.Status.Connected, agent.Publisher.Status.Queued, agent.Publisher.Status.Published, agent.Publisher.Status.Problem));
        Assert.Equal($"mqtt://localhost:{broker.Port}", agent.Publisher.Status.Broker);
    }

    [Fact]
    public async Task Five_hundred_alerts_keep_their_order()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        var saved = new List<Alert>();
        for (int n = 0; n < 500; n += 50)
        {
            saved.AddRange(agent.Save(Enumerable.Range(n, 49).Select(i => TestAlerts.Number(i))));
            saved.Add(agent.Save(TestAlerts.Number(n + 49)));
        }

        await agent.Drained();
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal(saved.Select(alert => alert.Id), subscriber.Alerts.Select(message => message.ReadAlert().Id));
        Assert.Equal(500, agent.Publisher.Status.Published);
        Assert.Equal(0, _logs.Count(LogLevel.Warning));
    }

    [Fact]
    public async Task Alerts_left_in_the_outbox_are_sent_by_the_next_process_first()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        var saved = new List<Alert>();
        await using (PublishingAgent before = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(MosquittoBroker.FreePort()), _logs))
        {
            saved.AddRange(before.Save(Enumerable.Range(0, 30).Select(n => TestAlerts.Number(n))));
            saved.Add(before.Save(saved[0].Cleared()));
            Assert.False(await before.Publisher.DrainAsync(TimeSpan.Zero));
        }
        await using PublishingAgent after = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        Assert.Equal(31, after.Publisher.Status.Queued + after.Publisher.Status.Published);
        saved.Add(after.Save(TestAlerts.Number(99)));

        await after.Drained();
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal(saved.Select(alert => (alert.Id, alert.Revision)), subscriber.Alerts.Select(message => (message.ReadAlert().Id, message.ReadAlert().Revision)));
    }

    [Fact]
    public async Task No_more_than_allowed_are_under_way_and_the_unacknowledged_are_sent_again()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(relay.Port) with { MaxInFlight = 5 }, _logs);
        Alert first = agent.Save(TestAlerts.Number(0));
        await agent.Drained();

        relay.HoldAnswers();
        IReadOnlyList<Alert> rest = agent.Save(Enumerable.Range(1, 20).Select(n => TestAlerts.Number(n)));
        await subscriber.Until(all => all.Count(message => message.IsAlert) == 6, "the first five of twenty");
        Assert.Equal(20, agent.Publisher.Status.Queued);
        relay.Cut();
        await _logs.Seen("lost");
        relay.Mend();

        await agent.Drained();
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal([first, .. rest.Take(5), .. rest], subscriber.Alerts.Select(message => message.ReadAlert()), (one, other) => one.Id == other.Id && one.Revision == other.Revision);
        Assert.Equal(21, agent.Publisher.Status.Published);
    }

    [Fact]
    public async Task What_was_raised_just_before_a_stop_still_goes_out()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        await subscriber.Saw("ecgedge/pi/chest/state", "online");
        agent.Save(Enumerable.Range(0, 200).Select(n => TestAlerts.Number(n)));
        await agent.StopAsync();
        Assert.Equal(0, agent.Store.Outbox.Count);
        await subscriber.Saw("ecgedge/pi/chest/state", "offline");
        Assert.Equal(200, subscriber.Alerts.Count);
    }

    [Fact]
    public async Task A_message_that_can_never_be_sent_does_not_hold_up_the_others()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        _logs.ExpectError("\"a/#\"");
        agent.Store.SaveAlert(TestAlerts.Number(1), alert => TestAlerts.Message(alert) with { Topic = "a/#" });
        Alert next = agent.Save(TestAlerts.Number(2));
        await agent.Drained();
        Assert.Equal(next.Id, (await subscriber.First("ecgedge/pi/chest/alert")).ReadAlert().Id);
        await _logs.Seen("is taken out of the outbox unsent");
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_is_reported_and_tried_again()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(relay.Port), _logs, time: new HurriedClock(stopwatches: 1, timers: 5));
        await _logs.Seen("connected to");
        relay.HoldAnswers();
        agent.Save(TestAlerts.Number(1));

        _logs.ExpectError("no such table: outbox");
        Execute("ALTER TABLE outbox RENAME TO elsewhere");
        relay.Cut();
        relay.Mend();
        await _logs.Seen("the outbox cannot be used");
        Execute("ALTER TABLE elsewhere RENAME TO outbox");
        await agent.Drained();

        void Execute(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={agent.Store.Path};Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task Without_a_host_nothing_is_sent_and_nothing_piles_up()
    {
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, new MqttOptions(), _logs);
        agent.Save(TestAlerts.Number(1));
        agent.Publisher.PublishVitals("chest", "{}"u8.ToArray());
        Assert.True(await agent.Publisher.DrainAsync(TimeSpan.Zero));
        Assert.Equal(new MqttStatus(false, false, null, null, 0, 0, 0, 0, 0, null), agent.Publisher.Status);
        CapturingLogs.Entry entry = Assert.Single(_logs.Entries);
        Assert.Equal((LogLevel.Information, "MQTT is off: no Mqtt:Host is set."), (entry.Level, entry.Text));
    }
}

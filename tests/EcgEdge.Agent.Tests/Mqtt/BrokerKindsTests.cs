using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Mqtt;

/// <summary>Brokers that are old, strict, full or stuck.</summary>
public sealed class BrokerKindsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Mqtt_5_is_spoken_where_the_broker_has_it()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        await _logs.Seen("connected to");
        Assert.Equal("5", agent.Publisher.Status.Version);
        // p is the protocol in mosquitto's words: p2 is 3.1.1, p5 is 5.
        await broker.Log.First(line => line.Contains("as ecgedge-pi (p5", StringComparison.Ordinal)).Within("the CONNECT");
    }

    [Fact]
    public async Task A_broker_that_knows_only_3_1_1_is_asked_again_at_once_in_its_own_tongue()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        relay.RefuseVersion5();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        // Far longer than a test may wait: the second attempt must not wait for it.
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(relay.Port) with { ReconnectMinSeconds = 60, ReconnectMaxSeconds = 60 }, _logs);
        agent.Save(TestAlerts.Number(1));
        await agent.Drained();
        await subscriber.First("ecgedge/pi/chest/alert");
        Assert.Equal("3.1.1", agent.Publisher.Status.Version);
        Assert.Equal(0, _logs.Count(LogLevel.Warning));
        await broker.Log.First(line => line.Contains("as ecgedge-pi (p2", StringComparison.Ordinal)).Within("the CONNECT");
    }

    [Fact]
    public async Task A_client_certificate_opens_a_broker_that_asks_for_one()
    {
        (string authority, string server, string key) = new Certificates(_directory).Make("good", "localhost");
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(
            ["allow_anonymous true", $"cafile {authority}", $"certfile {server}", $"keyfile {key}", "require_certificate true"],
            ["--cafile", authority, "--cert", server, "--key", key]);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        using (var logs = new CapturingLogs())
        {
            await using PublishingAgent without = await PublishingAgent.StartedAsync(
                _directory, PublishingAgent.Options(broker.Port) with { CaFile = authority }, logs);
            await logs.Seen("no connection to");
            Assert.False(without.Publisher.Status.Connected);
        }

        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port) with { CaFile = authority, CertificateFile = server, KeyFile = key }, _logs);
        agent.Save(TestAlerts.Number(1));
        await agent.Drained();
        await subscriber.First("ecgedge/pi/chest/alert");
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_and_alerts_wait()
    {
        (string authority, string server, string key) = new Certificates(_directory).Make("old", "localhost", expired: true);
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(
            ["allow_anonymous true", $"certfile {server}", $"keyfile {key}"], ["--cafile", authority, "--insecure"], canBeUsed: false);
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port) with { CaFile = authority }, _logs);
        agent.Save(TestAlerts.Number(1));
        Assert.Contains("certificate verify failed", (await _logs.Seen("no connection to")).Text, StringComparison.Ordinal);
        Assert.Equal((false, 1L), (agent.Publisher.Status.Connected, agent.Publisher.Status.Queued));
        Assert.Contains("certificate verify failed", agent.Publisher.Status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_never_acknowledges_is_connected_to_anew_and_alerts_stay_until_it_does()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        relay.HoldAcknowledgements();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(relay.Port) with { AckTimeoutSeconds = 10 }, _logs, time: new HurriedClock(stopwatches: 20, timers: 5));
        IReadOnlyList<Alert> saved = agent.Save(Enumerable.Range(0, 30).Select(n => TestAlerts.Number(n)));
        await _logs.Seen("the broker has acknowledged no alert for 10 s");
        Assert.Equal(30, agent.Publisher.Status.Queued);
        Assert.NotNull(agent.Publisher.Status.Problem);
        await subscriber.Until(all => all.Count(message => message.IsAlert) > 20, "alerts sent again");

        relay.Mend();
        await agent.Drained();
        Assert.Null(agent.Publisher.Status.Problem);
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal(saved.Select(alert => alert.Id), subscriber.Alerts.Select(message => message.ReadAlert().Id).Distinct());
    }

    [Fact]
    public async Task An_alert_that_may_not_be_published_is_kept_told_of_and_delivered_once_it_may()
    {
        string rights = _directory["rights"];
        await File.WriteAllTextAsync(rights, "topic read #\ntopic write test/#\ntopic write ecgedge/pi/chest/state\n", TestContext.Current.CancellationToken);
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(["allow_anonymous true", $"acl_file {rights}"]);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port), _logs, time: new HurriedClock(stopwatches: 10, timers: 5));
        IReadOnlyList<Alert> saved = agent.Save([TestAlerts.Number(1), TestAlerts.Number(2), TestAlerts.Number(3)]);
        await _logs.Seen("the broker refuses alerts: Not authorized");
        // Mosquitto 2.0.11 may also break the connection off after it has refused.
        Assert.Contains("the broker refuses alerts: Not authorized", agent.Publisher.Status.Problem, StringComparison.Ordinal);
        Assert.Equal((3L, 0L), (agent.Publisher.Status.Queued, agent.Publisher.Status.DroppedAlerts));

        await File.AppendAllTextAsync(rights, "topic write ecgedge/#\n", TestContext.Current.CancellationToken);
        await broker.ReloadAsync();
        await agent.Drained();
        await subscriber.Until(all => all.Count(message => message.IsAlert) >= 3, "the alerts");
        Assert.Equal(saved.Select(alert => alert.Id), subscriber.Alerts.Select(message => message.ReadAlert().Id).Distinct());
        Assert.Null(agent.Publisher.Status.Problem);
    }

    [Fact]
    public async Task An_alert_too_large_for_the_broker_is_given_up_by_name_and_holds_up_no_other()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(["allow_anonymous true", "message_size_limit 2000"]);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        _logs.ExpectError("Packet too large");
        agent.Save(TestAlerts.Number(1) with { Message = new string('x', 3000) });
        Alert next = agent.Save(TestAlerts.Number(2));
        await agent.Drained();
        Assert.Equal(next.Id, (await subscriber.First("ecgedge/pi/chest/alert")).ReadAlert().Id);
        Assert.Equal(1, agent.Publisher.Status.DroppedAlerts);
        await _logs.Seen("Packet too large");
    }

    [Theory]
    [InlineData("max_inflight_messages 1")]
    [InlineData("max_queued_messages 5")]
    [InlineData("max_queued_bytes 2000")]
    public async Task A_broker_with_a_short_queue_still_gets_every_alert_in_order(string limit)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(["allow_anonymous true", limit]);
        // Somebody who is away: what waits for them fills the broker's queue, and is lost there. That must not hold up the others.
        await (await broker.SubscribeAsync(session: "away")).DisposeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        var saved = new List<Guid>();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        for (int n = 0; n < 40; n++)
        {
            saved.Add(agent.Save(TestAlerts.Number(n)).Id);
            await subscriber.Until(all => all.Count(message => message.IsAlert) > n, $"alert {n}");
        }

        await agent.Drained();
        Assert.Equal(saved, subscriber.Alerts.Select(message => message.ReadAlert().Id));
        Assert.Equal((40L, 0L, null), (agent.Publisher.Status.Published, agent.Publisher.Status.DroppedAlerts, agent.Publisher.Status.Problem));
    }

    [Fact]
    public async Task A_broker_that_keeps_no_retained_messages_still_gets_alerts()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(["allow_anonymous true", "retain_available false"], canBeUsed: false);
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        agent.Save(TestAlerts.Number(1));
        // The last will is a retained message: such a broker refuses the connection, and says why.
        Assert.Contains("Retain not supported", (await _logs.Seen("no connection to")).Text, StringComparison.Ordinal);
        Assert.Equal(1, agent.Publisher.Status.Queued);
    }
}

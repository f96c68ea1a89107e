using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class BrokerOutageTests : IDisposable
{
    /// <summary>mosquitto.conf of a broker that keeps a subscriber's session, and what waits in it, over a restart.</summary>
    private static readonly string[] s_keepsSessions = ["allow_anonymous true", "persistence true", "persistence_location {dir}/"];

    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_broker_that_comes_up_late_gets_everything()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(s_keepsSessions);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync(session: "ward");
        await broker.StopAsync();

        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        IReadOnlyList<Alert> saved = agent.Save(Enumerable.Range(0, 50).Select(n => TestAlerts.Number(n)));
        await _logs.Seen("no connection to");
        Assert.False(agent.Publisher.Status.Connected);
        Assert.Equal("Connection refused", agent.Publisher.Status.Problem);

        await broker.StartAsync();
        await agent.Drained();
        await subscriber.Until(all => all.Count(message => message.IsAlert) >= 50, "fifty alerts");
        Assert.Equal(saved.Select(alert => alert.Id), subscriber.Alerts.Select(message => message.ReadAlert().Id));
        Assert.Equal(1, _logs.Count(LogLevel.Warning));
    }

    [Fact]
    public async Task A_broker_restart_midway_loses_no_alert_and_no_order()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync(s_keepsSessions);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync(session: "ward");
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        var saved = new List<Alert>(agent.Save(Enumerable.Range(0, 200).Select(n => TestAlerts.Number(n))));
        await subscriber.Until(all => all.Count(message => message.IsAlert) >= 20, "the first alerts");

        await broker.StopAsync();
        saved.AddRange(agent.Save(saved[..50].Select(alert => alert.Cleared())));
        saved.AddRange(agent.Save(Enumerable.Range(200, 50).Select(n => TestAlerts.Number(n))));
        agent.Store.Acknowledge(saved[0].Id, TestAlerts.Noon, TestAlerts.NoMessage);
        saved.Add(agent.Save(saved[0].Cleared()));
        await _logs.Seen("lost");
        await broker.StartAsync();

        await agent.Drained();
        await subscriber.Until(all => all.Any(message => message.IsAlert && message.ReadAlert() is { Revision: 4 }), "the last revision");
        IReadOnlyList<Received> received = subscriber.Alerts;
        Assert.Equal(saved.Select(alert => (alert.Id, alert.Revision)), received.Select(message => (message.ReadAlert().Id, message.ReadAlert().Revision)).Distinct());
        Alert last = received.Select(message => message.ReadAlert()).Where(alert => alert.Id == saved[0].Id).MaxBy(alert => alert.Revision)!;
        Assert.Equal(
            (4, AlertState.Cleared, TestAlerts.Noon.ToUnixTimeMilliseconds()),
            (last.Revision, last.State, last.AcknowledgedAt!.Value.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task A_network_that_keeps_breaking_only_delays()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(relay.Port), _logs);
        var saved = new List<Alert>();
        for (int round = 0; round < 3; round++)
        {
            saved.AddRange(agent.Save(Enumerable.Range(round * 100, 100).Select(n => TestAlerts.Number(n))));
            int enough = round * 100 + 30;
            await subscriber.Until(all => all.Where(message => message.IsAlert).Select(message => message.ReadAlert().Id).Distinct().Count() >= enough, $"{enough} alerts");
            relay.Cut();
            relay.Mend();
        }
        await agent.Drained();
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal(saved.Select(alert => alert.Id), subscriber.Alerts.Select(message => message.ReadAlert().Id).Distinct());
    }

    [Fact]
    public async Task A_broker_that_never_answers_is_reported()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        relay.HoldAnswers();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(relay.Port), _logs, time: new HurriedClock(stopwatches: 20, timers: 1));
        agent.Save(TestAlerts.Number(1));
        await _logs.Seen("the broker did not answer within 10 s");
        relay.Mend();
        await agent.Drained();
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_a_broker_that_is_away()
    {
        PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(MosquittoBroker.FreePort()) with { ReconnectMinSeconds = 60, ReconnectMaxSeconds = 60 }, _logs);
        await _logs.Seen("no connection to");
        long start = TimeProvider.System.GetTimestamp();
        await agent.DisposeAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class OutboxTrimTests : IDisposable
{
    private static readonly TimeSpan s_noLimit = TimeSpan.FromDays(3650);

    private readonly TempDirectory _folder = new();
    private readonly CapturingLogs _logs = new();
    private EcgStore _store;

    public OutboxTrimTests() => _store = EcgStore.Open(_folder.Path);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void Its_size_is_known_after_every_change_and_after_a_restart()
    {
        Assert.Equal(0, _store.Outbox.Bytes);
        foreach (var n in Enumerable.Range(0, 5)) Save(TestAlerts.Number(n), 1000, topic: "a/\u00e4\u00e4");
        Assert.Equal(5 * 1006, _store.Outbox.Bytes);
        _store.Outbox.Remove(Ids()[..2]);
        Assert.Equal(3 * 1006, _store.Outbox.Bytes);
        _store.Dispose();
        _store = EcgStore.Open(_folder.Path);
        Assert.Equal((3, 3 * 1006), (_store.Outbox.Count, _store.Outbox.Bytes));
    }

    [Fact]
    public void What_a_later_revision_says_again_goes_before_any_alert()
    {
        var alert = TestAlerts.Number(1);
        foreach (var _ in Enumerable.Range(0, 10)) Save(alert, 1000);
        Save(TestAlerts.Number(2), 1000);
        var loss = _store.Outbox.Trim(5 * 1004, s_noLimit);
        Assert.Equal(new OutboxLoss(0, 8, 8 * 1004), loss);
        Assert.Equal([1, 10, 11], Ids());
        Assert.Equal((3, 3 * 1004, 0), (_store.Outbox.Count, _store.Outbox.Bytes, _store.Outbox.AlertsGivenUp));
    }

    [Fact]
    public void Of_alerts_whole_ones_go_the_least_urgent_first_and_then_the_oldest()
    {
        var told = 0;
        foreach (var n in Enumerable.Range(0, 12))
        {
            var alert = TestAlerts.Number(n) with { Priority = (AlertPriority)(n % 3) };
            Save(alert, 1000);
            Save(alert.Cleared(), 1000);
        }

        _store.Outbox.Changed += () => told++;
        var loss = _store.Outbox.Trim(12 * 1004, s_noLimit);
        // Twelve alerts of two messages, room for six less the slack: four of low priority go (0 3 6 9), then the oldest of medium (1 4 7).
        Assert.Equal(new OutboxLoss(7, 14, 14 * 1004), loss);
        Assert.Equal((10, 7, 1), (_store.Outbox.Count, _store.Outbox.AlertsGivenUp, told));
        Assert.Equal([5, 6, 11, 12, 17, 18, 21, 22, 23, 24], Ids());
    }

    [Fact]
    public void Within_the_limits_nothing_goes()
    {
        foreach (var n in Enumerable.Range(0, 5)) Save(TestAlerts.Number(n), 1000);
        Assert.Equal(new OutboxLoss(0, 0, 0), _store.Outbox.Trim(5 * 1004, s_noLimit));
        Assert.Equal(5, _store.Outbox.Count);
    }

    [Fact]
    public async Task A_full_outbox_gives_up_alerts_never_silently()
    {
        var options = PublishingAgent.Options(1) with { OutboxMaxMegabytes = 1 };
        using var limiter = new OutboxLimiter(options, _store.Outbox, TimeProvider.System, _logs.For<OutboxLimiter>());
        await limiter.StartAsync(TestContext.Current.CancellationToken);
        _logs.ExpectError("alerts are given up");
        foreach (var n in Enumerable.Range(0, 20)) Save(TestAlerts.Number(n), 100_000);
        await _logs.Seen("alerts are given up");
        await limiter.StopAsync(TestContext.Current.CancellationToken);
        Assert.InRange(_store.Outbox.Bytes, 1, 1_000_000);
        Assert.Equal(20, _store.Outbox.AlertsGivenUp + _store.Outbox.Count);
        Assert.Equal(20, _store.Count().Alerts);
        await using var agent = new TrimmedAgent(options, _store, _logs);
        Assert.Equal(_store.Outbox.AlertsGivenUp, agent.Publisher.Status.DroppedAlerts);
    }

    [Fact]
    public async Task Alerts_that_have_waited_too_long_go_by_the_time_the_agent_ran_whatever_the_wall_clock_says()
    {
        var clock = new SteppedClock();
        using var limiter = new OutboxLimiter(
            PublishingAgent.Options(1) with { OutboxMaxAgeHours = 1 }, _store.Outbox, clock, _logs.For<OutboxLimiter>());
        await limiter.StartAsync(TestContext.Current.CancellationToken);
        Save(TestAlerts.Number(1), 100);
        clock.Step(TimeSpan.FromDays(20_000));
        for (var turn = 0; turn < 6; turn++) await Aged(turn + 1);
        Assert.Equal(1, _store.Outbox.Count);

        _logs.ExpectError("1 alerts are given up");
        Save(TestAlerts.Number(2), 100);
        clock.Pass(TimeSpan.FromMinutes(10));
        await _logs.Seen("1 alerts are given up");
        await limiter.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal([2], Ids());

        async Task Aged(int times)
        {
            clock.Pass(TimeSpan.FromMinutes(10));
            await Poll.Until(() => Waited() >= times * 600, "the outbox to have aged");
        }
    }

    private long Waited()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_store.Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(waited_seconds) FROM outbox";
        return (long)command.ExecuteScalar()!;
    }

    private void Save(Alert alert, int bytes, string topic = "a/bc") => _store.SaveAlert(alert, _ => new OutboxMessage(topic, new byte[bytes], 1, false));

    private long[] Ids() => [.. _store.Outbox.ReadFrom(0, 1000).Select(e => e.Id)];

    private sealed class TrimmedAgent(MqttOptions options, EcgStore store, CapturingLogs logs) : IAsyncDisposable
    {
        public MqttPublisher Publisher { get; } = MqttPublisher.Create(options, new MqttTopics("pi", ["chest"]), store.Outbox, TimeProvider.System, logs);

        public ValueTask DisposeAsync()
        {
            Publisher.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>What becomes of alerts whose kind is snoozed, between the rules, the store and people.</summary>
public sealed class SnoozedAlertTests : IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private readonly CapturingLogs _logs = new();
    private readonly SteppedClock _clock = new();
    private readonly List<Alert> _saved = [];
    private readonly EcgStore _store;
    private readonly SnoozeBook _snoozes;
    private AlertWriter _writer = null!;

    public SnoozedAlertTests()
    {
        _store = EcgStore.Open(_folder.Path);
        _snoozes = new SnoozeBook(_store, _clock, _logs.For<SnoozeBook>());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _snoozes.StartAsync(Cancellation);
        _writer = await StartWriterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        _snoozes.Dispose();
        _store.Dispose();
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task An_episode_within_a_snooze_is_recorded_and_nobody_is_told()
    {
        Snooze(30);
        var alert = TestAlerts.Number(1);
        await Take(alert, alert with { State = AlertState.Updated }, alert.Cleared());
        var stored = _store.FindAlert(alert.Id)!;
        Assert.Equal((true, 3, AlertState.Cleared), (stored.Snoozed, stored.Revision, stored.State));
        Assert.Equal(0, _store.Outbox.Count);
        Assert.All(_saved, a => Assert.True(a.Snoozed));
        Assert.Single(_store.ListAlerts(new AlertQuery(Snoozed: true)).Items);
        Assert.Empty(_store.ListAlerts(new AlertQuery(Snoozed: false)).Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_episode_that_outlasts_its_snooze_is_told_then_as_raised(bool endedByPerson)
    {
        Snooze(30);
        var alert = TestAlerts.Number(1);
        var over = TestAlerts.Number(2);
        await Take(alert, over, over.Cleared(), alert with { State = AlertState.Updated, Score = 7 });
        Assert.Equal(0, _store.Outbox.Count);

        if (endedByPerson) Assert.True(_snoozes.End("chest", AlertKind.BeatAnomaly));
        else _clock.Pass(TimeSpan.FromMinutes(30));
        await _writer.FlushAsync().Within("the writer");
        var told = Assert.Single(Sent());
        Assert.Equal((alert.Id, 3, AlertState.Raised, false, 7), (told.Id, told.Revision, told.State, told.Snoozed, told.Score));

        // From here on it lives like any other; the one that was over stays what it was.
        await Take(alert with { State = AlertState.Updated }, alert.Cleared());
        Assert.Equal([AlertState.Raised, AlertState.Updated, AlertState.Cleared], Sent().Select(a => a.State));
        Assert.True(_store.FindAlert(over.Id)!.Snoozed);
    }

    [Fact]
    public async Task An_episode_that_people_know_of_is_told_to_its_end()
    {
        var alert = TestAlerts.Number(1);
        await Take(alert);
        Snooze(30);
        await Take(alert with { State = AlertState.Updated }, alert.Cleared(), TestAlerts.Number(2));
        Assert.Equal([(alert.Id, 1), (alert.Id, 2), (alert.Id, 3)], Sent().Select(a => (a.Id, a.Revision)));
    }

    [Fact]
    public async Task Another_kind_and_another_channel_are_told()
    {
        Snooze(30);
        await Take(TestAlerts.Number(1, kind: AlertKind.RhythmAsystole), TestAlerts.Number(2, channel: "arm"), TestAlerts.Number(3));
        Assert.Equal(2, _store.Outbox.Count);
    }

    [Fact]
    public async Task What_an_earlier_run_left_open_is_cleared_by_the_next_and_told()
    {
        var (open, over) = (TestAlerts.Number(1), TestAlerts.Number(2));
        await Take(open, over, over.Cleared());
        await _writer.StopAsync(Cancellation);
        _writer.Dispose();
        _clock.Pass(TimeSpan.FromMinutes(5));
        _writer = await StartWriterAsync();
        await _writer.FlushAsync().Within("the writer");
        var cleared = _store.FindAlert(open.Id)!;
        Assert.Equal((AlertState.Cleared, 2, _clock.Now, null), (cleared.State, cleared.Revision, cleared.EndedAt, cleared.EndIndex));
        Assert.EndsWith("; the agent stopped before it ended", cleared.Message, StringComparison.Ordinal);
        Assert.Equal((open.Id, 2), Sent()[^1] is var last ? (last.Id, last.Revision) : default);
        Assert.Equal(2, _store.FindAlert(over.Id)!.Revision);
    }

    private void Snooze(int minutes) => Assert.NotNull(_snoozes.Begin("chest", AlertKind.BeatAnomaly, minutes, out _));

    private async Task Take(params Alert[] alerts)
    {
        foreach (var alert in alerts) _writer.Take(alert);
        await _writer.FlushAsync().Within("the writer");
    }

    private Alert[] Sent() => [.. _store.Outbox.ReadFrom(0, 100).Select(e => new Received(1, false, "", System.Text.Encoding.UTF8.GetString(e.Message.Payload)).ReadAlert())];

    private async Task<AlertWriter> StartWriterAsync()
    {
        var writer = new AlertWriter(_store, new AlertMessages(new MqttTopics("pi", ["chest", "arm"]), enabled: true), _snoozes, new RunClock(_clock), _logs.For<AlertWriter>());
        writer.Saved += _saved.Add;
        await writer.StartAsync(Cancellation);
        return writer;
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Store;

/// <summary>A wall clock that is set while the agent runs, as on a Pi without a battery clock when the network answers.</summary>
public sealed class ClockStepTests : IDisposable
{
    // 200 days and a little: no whole number of minutes.
    private static readonly TimeSpan s_step = new(200, 7, 3, 17, 250);

    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();
    private readonly AlertMessages _messages = new(new MqttTopics("pi", ["chest"]), enabled: true);

    public void Dispose()
    {
        _logs.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_this_run_has_stored_moves_with_the_clock_and_earlier_runs_stay(int direction)
    {
        var step = direction * s_step;
        Alert earlier;
        using (var before = EcgStore.Open(_directory.Path))
        {
            earlier = before.SaveAlert(TestAlerts.Number(0).Cleared(), _messages.For);
            before.SaveStrip(TestAlerts.StripOf(earlier));
            before.SaveBeats([TestAlerts.Beat(0)], [TestMinutes.Number(0)]);
        }

        // This run begins a month before the one before it, or a month after: its clock is wrong either way.
        var machine = new SteppingClock(TestAlerts.Noon.AddDays(-30 * direction));
        var clock = new RunClock(machine);
        using var store = EcgStore.Open(_directory.Path, clock);
        using var writer = new AlertWriter(store, _messages, new SnoozeBook(store, clock, _logs.For<SnoozeBook>()), clock, _logs.For<AlertWriter>());
        using var watch = new ClockWatch(clock, writer, _logs.For<ClockWatch>());
        DateTimeOffset start = clock.GetUtcNow();
        Alert closed = AlertAt(1, start.AddSeconds(1)).Cleared(), open = AlertAt(2, start.AddSeconds(2));
        store.SaveAlerts([closed, open], _messages.For);
        writer.Acknowledge(closed.Id);
        store.SaveStrip(TestAlerts.StripOf(closed));
        store.SaveBeats([TestAlerts.Beat(1) with { At = start }], [TestMinutes.Number(1) with { At = start }]);
        DateTimeOffset acknowledged = store.FindAlert(closed.Id)!.AcknowledgedAt!.Value;
        long messages = store.Outbox.Count;
        watch.Look();
        Assert.Equal(TimeSpan.Zero, clock.Correction);

        machine.Step(step);
        watch.Look();
        TimeSpan moved = clock.Correction;
        Assert.InRange((moved - step).Duration().TotalMilliseconds, 0, 100);

        Assert.Equivalent(earlier, store.FindAlert(earlier.Id), strict: true);
        Assert.Equal(TestAlerts.StripOf(earlier).At, store.FindStrip(earlier.Id)!.At);
        Alert movedClosed = store.FindAlert(closed.Id)!, movedOpen = store.FindAlert(open.Id)!;
        Assert.Equal((closed.StartedAt + moved, closed.EndedAt + moved, acknowledged + moved), (movedClosed.StartedAt, movedClosed.EndedAt, movedClosed.AcknowledgedAt));
        Assert.Equal((open.Id, open.StartedAt + moved, 2), (movedOpen.Id, movedOpen.StartedAt, movedOpen.Revision));
        Assert.Equal(closed.StartedAt.AddSeconds(-10) + moved, store.FindStrip(closed.Id)!.At);
        Assert.Equal([start + moved, TestAlerts.Beat(0).At], store.ListBeats().Items.Select(b => b.At));
        DateTimeOffset minute = store.ListMinutes("chest").Items.Select(m => m.At).Single(m => m != TestMinutes.Noon);
        Assert.InRange(start + moved - minute, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(0, minute.UtcTicks % TimeSpan.TicksPerMinute);

        // Whoever was told of them is told anew; the order of the list is that of the runs.
        Assert.Equal(messages + 2, store.Outbox.Count);
        OutboxEntry last = store.Outbox.ReadFrom(0, 100)[^1];
        Assert.Equivalent(movedOpen, JsonSerializer.Deserialize(last.Message.Payload, AlertJson.Default.Alert)! with { StartedAt = movedOpen.StartedAt }, strict: true);
        Assert.Equal([open.Id, closed.Id, earlier.Id], store.ListAlerts(new AlertQuery()).Items.Select(a => a.Id));

        // Once: the next look finds nothing. What is stored from now on is dated right, the end of the open alert included.
        watch.Look();
        Assert.Equal(moved, clock.Correction);
        Alert ended = store.SaveAlert(open.Cleared(), _messages.For);
        Assert.Equal((open.StartedAt + moved, TimeSpan.FromSeconds(9.5)), (ended.StartedAt, ended.EndedAt!.Value - ended.StartedAt));
        store.SaveBeats([TestAlerts.Beat(2) with { At = start.AddSeconds(0.8) }]);
        Assert.Equal(TimeSpan.FromSeconds(0.8), store.ListBeats().Items[0].At - store.ListBeats().Items[1].At);

        // A second step, the other way.
        machine.Step(-step / 2);
        watch.Look();
        Assert.InRange((store.FindAlert(open.Id)!.StartedAt - open.StartedAt - step / 2).Duration().TotalMilliseconds, 0, 200);
        Assert.Equal(2, _logs.Count(Microsoft.Extensions.Logging.LogLevel.Warning));
    }

    [Fact]
    public void A_step_while_the_store_cannot_be_written_is_made_up_for()
    {
        var machine = new SteppingClock(TestAlerts.Noon);
        var clock = new RunClock(machine);
        using var store = EcgStore.Open(_directory.Path, clock);
        using var writer = new AlertWriter(store, _messages, new SnoozeBook(store, clock, _logs.For<SnoozeBook>()), clock, _logs.For<AlertWriter>());
        using var watch = new ClockWatch(clock, writer, _logs.For<ClockWatch>());
        _logs.ExpectError("cannot be corrected yet");
        Alert alert = store.SaveAlert(AlertAt(1, clock.GetUtcNow()) with { Message = new string('x', 100_000) }, _messages.For);
        Pragma("PRAGMA max_page_count = 1");
        machine.Step(s_step);
        for (int i = 0; i < 3; i++) watch.Look();
        Assert.Equal((TimeSpan.Zero, alert.StartedAt, 1), (clock.Correction, store.FindAlert(alert.Id)!.StartedAt, store.Outbox.Count));
        Pragma("PRAGMA max_page_count = 1000000");
        watch.Look();
        Assert.Equal(alert.StartedAt + clock.Correction, store.FindAlert(alert.Id)!.StartedAt);
        Assert.InRange((clock.Correction - s_step).Duration().TotalMilliseconds, 0, 100);

        void Pragma(string pragma) => store.File.Write((connection, _) => EcgStore.ReadNumber(connection, pragma));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_running_agent_goes_on_without_a_seam(int direction)
    {
        var step = direction * s_step;
        var machine = new SteppingClock(TestAlerts.Noon);
        await using var agent = await RunningAgent.Start(
            new ChannelOptions { Name = "chest", Pack = "tiny", Source = new SourceOptions { HeartRateBpm = 120 } }, TestPacks.Folder, time: machine);
        var store = agent.Services.GetRequiredService<EcgStore>();
        var clock = agent.Services.GetRequiredService<RunClock>();
        await Poll.Until(() => store.Count().Beats >= 2, "beats before the step");
        machine.Step(step);
        await Poll.Until(() => clock.Correction != TimeSpan.Zero, "the step to be noticed");
        long stored = store.Count().Beats;
        await Poll.Until(() => store.Count().Beats >= stored + 4, "beats after it");

        BeatRow[] beats = [.. store.ListBeats().Items.Reverse()];
        for (int i = 1; i < beats.Length; i++)
            Assert.Equal((beats[i].Index - beats[i - 1].Index) / 250.0, (beats[i].At - beats[i - 1].At).TotalSeconds, 0.001);
        Assert.InRange((beats[^1].At - machine.GetUtcNow()).Duration().TotalSeconds, 0, 15);
        var status = await agent.Client.GetFromJsonAsync<JsonElement>("status", TestContext.Current.CancellationToken);
        var vitals = await agent.Client.GetFromJsonAsync<JsonElement>("vitals", TestContext.Current.CancellationToken);
        Assert.InRange((status.GetProperty("startedAt").GetDateTimeOffset() - (TestAlerts.Noon + step)).Duration().TotalSeconds, 0, 15);
        Assert.InRange((vitals[0].GetProperty("at").GetDateTimeOffset() - machine.GetUtcNow()).Duration().TotalSeconds, 0, 5);
    }

    private static Alert AlertAt(int n, DateTimeOffset at) => TestAlerts.Number(n) with { Id = Guid.CreateVersion7(at), StartedAt = at };
}

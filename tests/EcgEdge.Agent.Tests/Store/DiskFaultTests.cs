using System.Collections.Concurrent;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

/// <summary>A disk that is full or read-only: alerts are told all the same, wait in memory, and are stored when it can be written again.</summary>
public sealed class DiskFaultTests
{
    private readonly ConcurrentQueue<Alert> _saved = [], _delayed = [];

    [Fact]
    public async Task A_file_that_may_not_grow_any_more()
    {
        using var directory = new TempDirectory();
        using var store = EcgStore.Open(directory.Path);
        await Outlasts(store, "the disk is full", () =>
        {
            Pragma(store, "PRAGMA max_page_count = 1");
            return Task.CompletedTask;
        }, () =>
        {
            Pragma(store, "PRAGMA max_page_count = 1000000");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_full_disk()
    {
        await using var disk = await MountedDisk.InMemoryAsync(2048);
        using var store = EcgStore.Open(disk.Path);
        await Outlasts(store, "the disk is full", () =>
        {
            disk.Fill();
            return Task.CompletedTask;
        }, () =>
        {
            disk.Free();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_disk_that_turned_read_only_and_is_mounted_anew()
    {
        await using var disk = await MountedDisk.Ext4Async();
        using var store = EcgStore.Open(disk.Path);
        await Outlasts(store, disk.Path, disk.FailAsync, disk.RepairAsync);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_is_full_from_the_start_is_an_error_or_waited_for(bool isThere)
    {
        await using var disk = await MountedDisk.InMemoryAsync(2048);
        string directory = isThere ? disk.Path : Path.Combine(disk.Path, "new");
        if (isThere)
        {
            using var before = EcgStore.Open(directory);
            before.SaveAlert(TestAlerts.Number(0), TestAlerts.Message);
        }

        disk.Fill();
        var error = Assert.Throws<StoreException>(() => EcgStore.Open(directory));
        Assert.Equal($"{Path.Combine(directory, "ecgedge.db")}: the disk is full.", error.Message);

        using var store = EcgStore.Open(directory, mayWait: true);
        Assert.Equal(error.Message, store.Problem);
        for (int i = 0; i < 3; i++) Assert.Throws<StoreException>(() => store.SaveAlert(TestAlerts.Number(1), TestAlerts.Message));
        disk.Free();
        Alert alert = store.SaveAlert(TestAlerts.Number(-1), TestAlerts.Message);
        int earlier = isThere ? 1 : 0;
        Assert.Null(store.Problem);
        Assert.Equal(new StoreCounts(earlier + 1, 0, earlier + 1), store.Count());
        // Of a later run than what was there, so the newest although its id is older.
        Assert.Equal(alert.Id, store.ListAlerts(new AlertQuery()).Items[0].Id);
    }

    [Fact]
    public async Task A_disk_that_is_read_only_from_the_start_is_waited_for()
    {
        await using var disk = await MountedDisk.Ext4Async();
        EcgStore.Open(disk.Path).Dispose();
        await disk.FailAsync();
        Assert.Contains("cannot be written to", Assert.Throws<StoreException>(() => EcgStore.Open(disk.Path)).Message, StringComparison.Ordinal);
        using var store = EcgStore.Open(disk.Path, mayWait: true);
        Assert.Contains("cannot be written to", store.Problem, StringComparison.Ordinal);
        await disk.RepairAsync();
        store.SaveAlert(TestAlerts.Number(1), TestAlerts.Message);
        Assert.Null(store.Problem);
    }

    [Fact]
    public void What_somebody_has_to_see_to_is_an_error_even_where_a_disk_may_be_waited_for()
    {
        using var directory = new TempDirectory();
        using (EcgStore.Open(directory.Path))
            Assert.Contains("in use by another", Assert.Throws<StoreException>(() => EcgStore.Open(directory.Path, mayWait: true)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(directory["ecgedge.db"], []);
        Assert.Contains("it is empty", Assert.Throws<StoreException>(() => EcgStore.Open(directory.Path, mayWait: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strip_that_can_never_be_stored_does_not_stand_in_the_way()
    {
        using var directory = new TempDirectory();
        using var store = EcgStore.Open(directory.Path);
        using var logs = new CapturingLogs();
        logs.ExpectError("FOREIGN KEY");
        using var writer = Writer(store, logs);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(TestAlerts.StripOf(TestAlerts.Number(1)));
        await writer.FlushAsync().Within("the strip to be dropped");
        writer.Take(TestAlerts.Number(2));
        await writer.FlushAsync().Within("the alert behind it");
        Assert.Equal(1, store.Count().Alerts);
        Assert.Null(store.Problem);
        Assert.Equal(0, writer.Pending);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stopping_with_a_full_disk_says_what_is_lost_and_does_not_hang()
    {
        using var directory = new TempDirectory();
        using var store = EcgStore.Open(directory.Path);
        using var logs = new CapturingLogs();
        logs.ExpectError("the disk is full");
        logs.ExpectError("Not stored");
        using var writer = Writer(store, logs);
        Pragma(store, "PRAGMA max_page_count = 1");
        await writer.StartAsync(TestContext.Current.CancellationToken);
        Alert alert = TestAlerts.Number(1) with { Message = new string('x', 20_000) };
        writer.Take(alert);
        await Poll.Until(() => !_delayed.IsEmpty, "the alert to be told");
        await writer.StopAsync(CancellationToken.None).Within("the writer to stop");
        Assert.Contains(logs.Entries, e => e.Text.Contains(alert.Id.ToString(), StringComparison.Ordinal) && e.Text.StartsWith("Not stored", StringComparison.Ordinal));
    }

    /// <summary>Alerts before, during and after the fault; each ends stored once, in order, with the revisions that were told.</summary>
    private async Task Outlasts(EcgStore store, string problem, Func<Task> fail, Func<Task> mend)
    {
        using var logs = new CapturingLogs();
        logs.ExpectError(problem);
        using var writer = Writer(store, logs);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        Alert before = TestAlerts.Number(0);
        writer.Take(before);
        await writer.FlushAsync().Within("the first alert");
        store.Acknowledge(before.Id, TestAlerts.Noon, TestAlerts.NoMessage);

        await fail();
        // Long messages: nothing of that size fits anywhere.
        Alert[] during = [.. Enumerable.Range(1, 40).Select(n => TestAlerts.Number(n) with { Message = new string('x', 20_000) })];
        writer.Take(before.Cleared() with { Message = during[0].Message });
        foreach (Alert alert in during.Take(20)) writer.Take(alert);
        await Poll.Until(() => _delayed.Count == 21, "the alerts to be told although they are not stored");
        Assert.Contains(problem, store.Problem, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => store.SaveBeats([.. Enumerable.Range(0, 5000).Select(n => TestAlerts.Beat(n))]));
        foreach (Alert alert in during.Skip(20)) writer.Take(alert);
        writer.Take(TestAlerts.StripOf(during[0]));
        await Poll.Until(() => _delayed.Count == 41, "the alerts behind them");
        // What is stored can still be read.
        Assert.Equal(2, store.FindAlert(before.Id)!.Revision);
        Assert.Equal(1, logs.Entries.Count(e => e.Text.StartsWith("Alerts wait", StringComparison.Ordinal)));
        Assert.Single(_saved);

        await mend();
        Alert after = TestAlerts.Number(99);
        writer.Take(after);
        await writer.FlushAsync().Within("everything to be stored");
        Assert.Null(store.Problem);
        Assert.Equal(0, writer.Pending);
        Assert.Equal([before.Id, before.Id, .. during.Select(a => a.Id), after.Id], _saved.Select(a => a.Id));
        Assert.Equal(_saved.Skip(1).Take(41).Select(a => (a.Id, a.Revision, a.AcknowledgedAt)), _delayed.Select(a => (a.Id, a.Revision, a.AcknowledgedAt)));
        Assert.All(_saved, alert => Assert.True(store.FindAlert(alert.Id)!.Revision >= alert.Revision));
        Assert.NotNull(store.FindStrip(during[0].Id));
        store.SaveBeats([.. Enumerable.Range(0, 1000).Select(n => TestAlerts.Beat(n))]);
        await writer.StopAsync(CancellationToken.None);
    }

    private AlertWriter Writer(EcgStore store, CapturingLogs logs)
    {
        var clock = new RunClock(new HurriedClock(stopwatches: 1, timers: 20));
        var writer = new AlertWriter(store, new AlertMessages(new MqttTopics("pi", ["chest"]), enabled: true), new SnoozeBook(store, clock, logs.For<SnoozeBook>()), clock, logs.For<AlertWriter>());
        writer.Saved += _saved.Enqueue;
        writer.Delayed += _delayed.Enqueue;
        return writer;
    }

    private static void Pragma(EcgStore store, string pragma) => store.File.Write((connection, _) => EcgStore.ReadNumber(connection, pragma));
}

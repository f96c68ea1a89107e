using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

/// <summary>What is on the disk at any moment, as a crash at that moment would leave it.</summary>
public sealed class StoreTransactionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_crash_within_the_transaction_leaves_neither_alert_nor_message()
    {
        using var store = EcgStore.Open(_directory["live"]);
        store.SaveAlert(TestAlerts.Number(0), TestAlerts.Message);
        Alert[] alerts = [TestAlerts.Number(1), TestAlerts.Number(2)];
        int calls = 0;
        store.SaveAlerts(alerts, alert =>
        {
            if (++calls == 2) CopyAsACrashWouldLeaveIt("within");
            return TestAlerts.Message(alert);
        });
        CopyAsACrashWouldLeaveIt("after");

        using (var within = EcgStore.Open(_directory["within"]))
        {
            Assert.Equal(new StoreCounts(1, 0, 1), within.Count());
            Assert.Null(within.FindAlert(alerts[0].Id));
        }
        using (var after = EcgStore.Open(_directory["after"]))
        {
            Assert.Equal(new StoreCounts(3, 0, 3), after.Count());
            Assert.Equivalent(store.FindAlert(alerts[1].Id), after.FindAlert(alerts[1].Id), strict: true);
        }
    }

    [Fact]
    public void A_message_that_cannot_be_made_leaves_nothing_behind()
    {
        using var store = EcgStore.Open(_directory["live"]);
        bool told = false;
        store.Outbox.Changed += () => told = true;
        Alert[] alerts = [TestAlerts.Number(1), TestAlerts.Number(2)];
        Assert.Throws<InvalidOperationException>(() => store.SaveAlerts(
            alerts, alert => alert.Id == alerts[0].Id ? TestAlerts.Message(alert) : throw new InvalidOperationException()));
        Assert.Equal(new StoreCounts(0, 0, 0), store.Count());
        Assert.Empty(store.Outbox.ReadFrom(0, 10));
        Assert.False(told);

        store.SaveAlerts(alerts, TestAlerts.Message);
        Assert.True(told);
        Assert.Equal(new StoreCounts(2, 0, 2), store.Count());
    }

    [Fact]
    public void A_reopened_store_has_everything()
    {
        Alert first = TestAlerts.Number(1), second = TestAlerts.Number(2);
        BeatRow[] beats = [.. Enumerable.Range(0, 30).Select(n => TestAlerts.Beat(n))];
        using (var store = EcgStore.Open(_directory["live"]))
        {
            first = store.SaveAlert(first, TestAlerts.Message);
            second = store.SaveAlert(second.Cleared(), TestAlerts.Message);
            first = store.Acknowledge(first.Id, TestAlerts.Noon, TestAlerts.Message)!;
            store.SaveStrip(TestAlerts.StripOf(first));
            store.SaveBeats(beats);
        }
        using (var store = EcgStore.Open(_directory["live"]))
        {
            Assert.Equal(new StoreCounts(2, 30, 3), store.Count());
            Assert.Equivalent(first, store.FindAlert(first.Id), strict: true);
            Assert.Equivalent(second, store.FindAlert(second.Id), strict: true);
            Assert.NotNull(store.FindStrip(first.Id));
            Assert.Equal(beats.Reverse(), store.ListBeats(limit: 100).Items.Select(beat => beat with { Id = 0 }));
            Assert.Equal(3, store.Outbox.ReadFrom(0, 10).Count);
            Assert.Equal(3, store.SaveAlert(first, TestAlerts.NoMessage).Revision);
        }
    }

    [Fact]
    public async Task Readers_see_whole_transactions_while_the_writer_writes()
    {
        using var store = EcgStore.Open(_directory["live"]);
        using var done = new CancellationTokenSource();
        Task<int>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            int reads = 0, last = 0;
            while (!done.IsCancellationRequested || reads == 0)
            {
                int count = store.ListAlerts(new AlertQuery(Limit: 1000)).Items.Count;
                Assert.Equal(0, count % 10);
                Assert.True(count >= last, $"{count} alerts after {last}");
                last = count;
                int messages = store.Outbox.ReadFrom(0, 1000).Count;
                Assert.Equal(0, messages % 10);
                Assert.True(messages >= count, $"{messages} messages after {count} alerts");
                reads++;
            }
            return reads;
        }, TestContext.Current.CancellationToken))];
        for (int batch = 0; batch < 40; batch++)
            store.SaveAlerts([.. Enumerable.Range(batch * 10, 10).Select(n => TestAlerts.Number(n))], TestAlerts.Message);
        await done.CancelAsync();
        int[] counts = await Task.WhenAll(readers).Within("the readers");
        Assert.All(counts, count => Assert.True(count > 0));
        Assert.Equal(400, store.ListAlerts(new AlertQuery(Limit: 1000)).Items.Count);
    }

    private void CopyAsACrashWouldLeaveIt(string name)
    {
        Directory.CreateDirectory(_directory[name]);
        foreach (string file in (string[])["ecgedge.db", "ecgedge.db-wal"])
            File.Copy(Path.Combine(_directory["live"], file), Path.Combine(_directory[name], file));
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class AlertStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly EcgStore _store;

    public AlertStoreTests() => _store = EcgStore.Open(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Every_field_comes_back_as_it_was_saved()
    {
        Alert open = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.NoMessage);
        Assert.Equivalent(open, _store.FindAlert(open.Id), strict: true);
        Assert.Null(open.EndedAt);

        Alert closed = _store.SaveAlert(open.Cleared() with { HeartRateBpm = null }, TestAlerts.NoMessage);
        Assert.Equivalent(closed, _store.FindAlert(open.Id), strict: true);
        Assert.Equal(TestAlerts.Noon.AddSeconds(10.5), closed.EndedAt);
        Assert.Null(_store.FindAlert(Guid.CreateVersion7()));
    }

    [Fact]
    public void Numbers_without_a_value_come_back_without_one()
    {
        Alert alert = TestAlerts.Number(1) with { Score = double.NaN, Threshold = double.PositiveInfinity };
        _store.SaveAlert(alert, TestAlerts.NoMessage);
        Alert found = _store.FindAlert(alert.Id)!;
        Assert.Equal(double.NaN, found.Score);
        Assert.Equal(double.PositiveInfinity, found.Threshold);
    }

    [Fact]
    public void The_store_numbers_the_revisions_whatever_number_they_come_with()
    {
        Alert alert = TestAlerts.Number(1);
        var told = new List<int>();
        foreach (int counter in (int[])[7, 1, 1, 3])
        {
            Alert saved = _store.SaveAlert(alert with { Revision = counter, Score = counter }, revision =>
            {
                told.Add(revision.Revision);
                return TestAlerts.Message(revision);
            });
            Assert.Equal(told[^1], saved.Revision);
            Assert.Equal(counter, _store.FindAlert(alert.Id)!.Score);
        }
        Assert.Equal([1, 2, 3, 4], told);
        Assert.Equal(4, _store.FindAlert(alert.Id)!.Revision);
        Assert.Equal(new StoreCounts(1, 0, 4), _store.Count());
    }

    [Fact]
    public void An_acknowledgement_outlives_the_updates_that_follow()
    {
        Alert alert = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.Message);
        DateTimeOffset at = TestAlerts.Noon.AddMinutes(1);

        Alert acknowledged = _store.Acknowledge(alert.Id, at, TestAlerts.Message)!;
        Assert.Equal((2, at), (acknowledged.Revision, acknowledged.AcknowledgedAt));
        Assert.Equal(AlertState.Raised, acknowledged.State);

        // The pipeline knows nothing of it and goes on from its own copy.
        Alert updated = _store.SaveAlert(alert.Cleared() with { Revision = 2 }, TestAlerts.Message);
        Assert.Equal((3, at), (updated.Revision, updated.AcknowledgedAt));
        Assert.Equal(AlertState.Cleared, _store.FindAlert(alert.Id)!.State);
        Assert.Equal([$"{alert.Id} 1", $"{alert.Id} 2", $"{alert.Id} 3"], Payloads());
    }

    [Fact]
    public void Acknowledging_twice_keeps_the_first_and_sends_nothing()
    {
        Alert alert = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.NoMessage);
        _store.Acknowledge(alert.Id, TestAlerts.Noon.AddMinutes(1), TestAlerts.Message);
        Alert second = _store.Acknowledge(alert.Id, TestAlerts.Noon.AddMinutes(2), TestAlerts.Message)!;
        Assert.Equal((2, TestAlerts.Noon.AddMinutes(1)), (second.Revision, second.AcknowledgedAt));
        Assert.Equal(1, _store.Outbox.Count);
        Assert.Null(_store.Acknowledge(Guid.CreateVersion7(), TestAlerts.Noon, TestAlerts.Message));
    }

    [Fact]
    public void Pages_run_from_the_newest_to_the_oldest_without_gap_or_overlap()
    {
        Alert[] alerts = [.. Enumerable.Range(0, 25).Select(n => TestAlerts.Number(n))];
        _store.SaveAlerts([.. alerts.Reverse()], TestAlerts.NoMessage);
        var seen = new List<Guid>();
        var sizes = new List<int>();
        Guid? before = null;
        do
        {
            Page<Alert> page = _store.ListAlerts(new AlertQuery(Limit: 10, Before: before));
            seen.AddRange(page.Items.Select(alert => alert.Id));
            sizes.Add(page.Items.Count);
            before = page.Next is null ? null : Guid.Parse(page.Next);
        }
        while (before is not null);
        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(alerts.Reverse().Select(alert => alert.Id), seen);
        Assert.Null(_store.ListAlerts(new AlertQuery(Limit: 25)).Next);
    }

    [Fact]
    public void Filters_restrict_by_channel_kind_and_state_together()
    {
        _store.SaveAlerts(
        [
            TestAlerts.Number(0, "chest"), TestAlerts.Number(1, "arm"), TestAlerts.Number(2, "arm", "signal.poor"),
            TestAlerts.Number(3, "arm", "signal.poor", AlertState.Cleared), TestAlerts.Number(4, "chest", "signal.poor"),
        ], TestAlerts.NoMessage);
        Assert.Equal([3, 2, 1], Numbers(new AlertQuery(Channel: "arm")));
        Assert.Equal([4, 3, 2], Numbers(new AlertQuery(Kind: "signal.poor")));
        Assert.Equal([4, 2, 1, 0], Numbers(new AlertQuery(State: AlertState.Raised)));
        Assert.Equal([2], Numbers(new AlertQuery("arm", "signal.poor", AlertState.Raised)));
        Assert.Empty(Numbers(new AlertQuery("leg")));

        long[] Numbers(AlertQuery query) => [.. _store.ListAlerts(query).Items.Select(alert => alert.StartIndex / 250)];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_page_size_out_of_range_is_refused(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.ListAlerts(new AlertQuery(Limit: limit)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.ListBeats(limit: limit));
    }

    [Fact]
    public void A_thousand_alerts_in_one_transaction_take_well_under_a_second()
    {
        // The best of three: what is measured is the store, not what else the machine does meanwhile.
        TimeSpan best = TimeSpan.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            Alert[] alerts = [.. Enumerable.Range(round * 1000, 1000).Select(n => TestAlerts.Number(n))];
            long start = TimeProvider.System.GetTimestamp();
            Assert.Equal(1000, _store.SaveAlerts(alerts, TestAlerts.Message).Count);
            TimeSpan took = TimeProvider.System.GetElapsedTime(start);
            if (took < best) best = took;
        }
        Assert.Equal(new StoreCounts(3000, 0, 3000), _store.Count());
        Assert.True(best < TimeSpan.FromSeconds(0.8), $"took {best.TotalMilliseconds:0} ms");
    }

    private string[] Payloads() => [.. _store.Outbox.ReadFrom(0, 100).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Message.Payload))];
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class RetentionTests : IDisposable
{
    private const long NoLimit = long.MaxValue;

    private readonly TempDirectory _directory = new();
    private EcgStore _store;

    public RetentionTests() => _store = EcgStore.Open(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Beyond_its_bytes_the_oldest_beats_go_and_the_file_stops_growing()
    {
        const long limit = 3_000_000;
        SaveCleared(0, 20);
        int next = 0;
        Fill(40_000);
        Assert.True(_store.BytesUsed() > limit);
        TrimAll(limit);
        long length = new FileInfo(_store.Path).Length;
        for (int round = 0; round < 10; round++)
        {
            Fill(4000);
            TrimAll(limit);
            Assert.InRange(_store.BytesUsed(), limit / 2, limit);
        }

        // Without freed pages being used again it would be twice as long by now.
        Assert.InRange(new FileInfo(_store.Path).Length, 1, length * 11 / 10);
        Assert.Equal(20, _store.Count().Alerts);
        Assert.Equal(next - 1, _store.ListBeats(limit: 1).Items[0].Index / 200);
        long kept = _store.Count().Beats;
        Assert.Equal(kept, CountBeats());
        Restart();
        Assert.Equal(kept, _store.Count().Beats);

        void Fill(int beats)
        {
            _store.SaveBeats([.. Enumerable.Range(next, beats).Select(n => TestAlerts.Beat(n))]);
            next += beats;
        }
    }

    [Fact]
    public void What_is_deleted_at_once_is_little()
    {
        _store.SaveBeats([.. Enumerable.Range(0, 5000).Select(n => TestAlerts.Beat(n))]);
        Assert.True(_store.Trim(null, 0));
        Assert.Equal(4500, _store.Count().Beats);
        Assert.True(_store.Trim(TestAlerts.Noon.AddYears(1), NoLimit));
        Assert.Equal(4000, _store.Count().Beats);
    }

    [Fact]
    public void Beats_and_strips_go_before_minutes_and_alerts_last_and_what_is_not_published_or_may_change_never()
    {
        _store.SaveAlert(TestAlerts.Number(0), TestAlerts.NoMessage);
        Restart();
        SaveCleared(1, 60);
        Alert unpublished = _store.SaveAlert(TestAlerts.Number(100).Cleared(), TestAlerts.Message);
        Alert open = _store.SaveAlert(TestAlerts.Number(101), TestAlerts.NoMessage);
        _store.SaveBeats([.. Enumerable.Range(0, 3000).Select(n => TestAlerts.Beat(n))], [.. Enumerable.Range(0, 1200).Select(n => TestMinutes.Number(n))]);

        var order = new List<string>();
        for ((long Beats, int Strips, int Minutes, long Alerts) before = Held(), after; _store.Trim(null, 0); before = after)
        {
            after = Held();
            string what = after.Alerts < before.Alerts ? "alerts" : after.Minutes < before.Minutes ? "minutes" : "beats, strips";
            if (order.Count == 0 || order[^1] != what) order.Add(what);
        }

        Assert.Equal(["beats, strips", "minutes", "alerts"], order);
        Assert.Equal([open.Id, unpublished.Id], _store.ListAlerts(new AlertQuery()).Items.Select(a => a.Id));
        Assert.Equal((1L, 1), (_store.Count().Beats, _store.ListMinutes("chest").Items.Count));

        _store.Outbox.Remove(_store.Outbox.ReadFrom(0, 10)[0].Id);
        Assert.True(_store.Trim(null, 0));
        Assert.Equal(open.Id, Assert.Single(_store.ListAlerts(new AlertQuery()).Items).Id);
        Assert.Equal(1, _store.Count().Alerts);

        (long, int, int, long) Held() => (
            _store.Count().Beats, Enumerable.Range(1, 60).Count(n => _strips.Any(id => id.N == n && _store.FindStrip(id.Id) is not null)),
            _store.ListMinutes("chest", limit: 1000).Items.Count, _store.Count().Alerts);
    }

    [Fact]
    public void What_is_too_old_goes_whatever_it_is_unless_it_waits_to_be_published()
    {
        SaveCleared(0, 30);
        Alert unpublished = _store.SaveAlert(TestAlerts.Number(5).Cleared(), TestAlerts.Message);
        _store.SaveBeats([.. Enumerable.Range(0, 3000).Select(n => TestAlerts.Beat(n))], [.. Enumerable.Range(0, 40).Select(n => TestMinutes.Number(n))]);
        DateTimeOffset limit = TestAlerts.Noon.AddSeconds(20);
        while (_store.Trim(limit, NoLimit))
        {
        }

        IReadOnlyList<Alert> alerts = _store.ListAlerts(new AlertQuery(Limit: 100)).Items;
        Assert.Equal(11, alerts.Count);
        Assert.All(alerts, alert => Assert.True(alert.StartedAt >= limit || alert.Id == unpublished.Id));
        Assert.Equal(3000 - 25, _store.Count().Beats);
        Assert.Equal(Enumerable.Range(1, 39).Reverse(), _store.ListMinutes("chest").Items.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes));
        Assert.All(_strips, strip => Assert.Equal(strip.N >= 30, _store.FindStrip(strip.Id) is not null));
    }

    [Fact]
    public async Task The_service_keeps_the_store_within_its_limits()
    {
        for (int batch = 0; batch < 18; batch++) _store.SaveBeats([.. Enumerable.Range(batch * 10_000, 10_000).Select(n => TestAlerts.Beat(n))]);
        Assert.True(_store.BytesUsed() > 16_000_000);
        // A minute in a hundredth of a second; the first look at age is after ten.
        var clock = new RunClock(new HurriedClock(stopwatches: 1, timers: 6000));
        using var logs = new CapturingLogs();
        using var retention = new Retention(_store, new StorageOptions { MaxMegabytes = 16, MaxAgeDays = 36_500 }, clock, logs.For<Retention>());
        await retention.StartAsync(TestContext.Current.CancellationToken);
        await Poll.Until(() => _store.BytesUsed() <= 16_000_000, "the store to be within its limit");
        await retention.StopAsync(CancellationToken.None);
        Assert.True(_store.Count().Beats > 100_000);

        using var byAge = new Retention(_store, new StorageOptions { MaxAgeDays = 1 }, clock, logs.For<Retention>());
        await byAge.StartAsync(TestContext.Current.CancellationToken);
        await Poll.Until(() => _store.Count().Beats == 1, "old beats to be deleted");
        await byAge.StopAsync(CancellationToken.None);
    }

    private readonly List<(int N, Guid Id)> _strips = [];

    /// <summary>Cleared, published alerts n seconds after noon, each with a strip from ten seconds before.</summary>
    private void SaveCleared(int from, int count)
    {
        foreach (Alert alert in _store.SaveAlerts([.. Enumerable.Range(from, count).Select(n => TestAlerts.Number(n).Cleared())], TestAlerts.NoMessage))
        {
            _store.SaveStrip(TestAlerts.StripOf(alert));
            _strips.Add(((int)(alert.StartIndex / 250), alert.Id));
        }
    }

    private void TrimAll(long maxBytes)
    {
        while (_store.Trim(null, maxBytes))
        {
        }
    }

    private long CountBeats() => _store.File.Read(connection => EcgStore.ReadNumber(connection, "SELECT count(*) FROM beats"));

    private void Restart()
    {
        _store.Dispose();
        _store = EcgStore.Open(_directory.Path);
    }
}

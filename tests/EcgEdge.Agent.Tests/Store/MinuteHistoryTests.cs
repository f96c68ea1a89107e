using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class MinuteHistoryTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private EcgStore _store;

    public MinuteHistoryTests() => _store = EcgStore.Open(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Every_field_comes_back_as_it_was_saved_and_after_a_restart()
    {
        MinuteSummary full = TestMinutes.Number(0);
        MinuteSummary bare = TestMinutes.Number(1) with
        {
            HeartRateMinBpm = null,
            HeartRateMeanBpm = null,
            HeartRateMaxBpm = null,
            HeartRateSeconds = 0,
            RrMeanMs = null,
            RrIntervals = 0,
            SdnnMs = null,
            RmssdMs = null,
            Pnn50Percent = null,
            SignalQuality = null,
            Classes = new Dictionary<string, int>(),
        };
        _store.SaveBeats([], [full, bare]);
        Restart();
        Page<MinuteSummary> page = _store.ListMinutes("chest");
        Assert.Equivalent(new[] { bare, full }, page.Items, strict: true);
        Assert.Null(page.Next);
    }

    [Fact]
    public void Pages_run_back_through_a_channels_own_minutes_within_bounds()
    {
        _store.SaveBeats([], [.. Enumerable.Range(0, 25).Select(n => TestMinutes.Number(n)), .. Enumerable.Range(0, 30).Select(n => TestMinutes.Number(n, "arm"))]);
        var seen = new List<DateTimeOffset>();
        DateTimeOffset? to = null;
        do
        {
            Page<MinuteSummary> page = _store.ListMinutes("chest", to: to, limit: 10);
            seen.AddRange(page.Items.Select(m => m.At));
            to = page.Next is null ? null : DateTimeOffset.Parse(page.Next, System.Globalization.CultureInfo.InvariantCulture);
        }
        while (to is not null);
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(n => TestMinutes.Noon.AddMinutes(n)), seen);

        Assert.Equal([4, 3, 2], Numbers(TestMinutes.Noon.AddMinutes(2), TestMinutes.Noon.AddMinutes(5)));
        // A minute is within when it starts within.
        Assert.Equal([5, 4, 3], Numbers(TestMinutes.Noon.AddMinutes(2.1), TestMinutes.Noon.AddMinutes(5.1)));
        Assert.Empty(Numbers(TestMinutes.Noon.AddDays(1), null));
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.ListMinutes("chest", limit: 1001));

        int[] Numbers(DateTimeOffset from, DateTimeOffset? to) =>
            [.. _store.ListMinutes("chest", from, to).Items.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes)];
    }

    [Fact]
    public void A_minute_cut_in_two_by_a_restart_appears_once_with_what_both_saw()
    {
        MinuteSummary first = TestMinutes.Number(1) with { Seconds = 20, HeartRateSeconds = 20, HeartRateMeanBpm = 60, Beats = 20, SdnnMs = 40 };
        MinuteSummary second = TestMinutes.Number(1) with
        {
            Seconds = 30,
            HeartRateSeconds = 10,
            HeartRateMeanBpm = 90,
            HeartRateMinBpm = 50,
            HeartRateMaxBpm = 120,
            Beats = 40,
            SdnnMs = null,
            RmssdMs = null,
            Pnn50Percent = null,
            SignalQuality = null,
            Classes = new Dictionary<string, int> { ["N"] = 39, ["F"] = 1 },
        };
        _store.SaveBeats([], [TestMinutes.Number(0), first]);
        Restart();
        _store.SaveBeats([], [second, TestMinutes.Number(2)]);

        Page<MinuteSummary> page = _store.ListMinutes("chest", limit: 2);
        Assert.Equal([2, 1], page.Items.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes));
        MinuteSummary joined = page.Items[1];
        Assert.Equal((50, 60, 30, 6), (joined.Seconds, joined.Beats, joined.HeartRateSeconds, joined.AnomalousBeats));
        Assert.Equal((50d, 70d, 120d), (joined.HeartRateMinBpm, joined.HeartRateMeanBpm, joined.HeartRateMaxBpm));
        Assert.Equal((40d, 32.25, 12.5, 0.875), (joined.SdnnMs, joined.RmssdMs, joined.Pnn50Percent, joined.SignalQuality));
        Assert.Equal(new Dictionary<string, int> { ["N"] = 105, ["V"] = 3, ["F"] = 1 }, joined.Classes);
        Assert.Equal((4, 1.0), (joined.LeadsOffSeconds, joined.GapSeconds));
        Assert.Equal(0, (int)(Assert.Single(_store.ListMinutes("chest", to: joined.At).Items).At - TestMinutes.Noon).TotalMinutes);
    }

    private void Restart()
    {
        _store.Dispose();
        _store = EcgStore.Open(_directory.Path);
    }
}

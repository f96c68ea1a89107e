using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class StripAndBeatTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly EcgStore _store;

    public StripAndBeatTests() => _store = EcgStore.Open(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_strip_comes_back_to_the_bit()
    {
        Alert alert = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.NoMessage);
        Strip strip = TestAlerts.StripOf(alert);
        Assert.Null(_store.FindStrip(alert.Id));
        _store.SaveStrip(strip);
        Strip found = _store.FindStrip(alert.Id)!;
        Assert.Equal(strip.Millivolts.Select(BitConverter.SingleToInt32Bits), found.Millivolts.Select(BitConverter.SingleToInt32Bits));
        Assert.Contains(found.Millivolts, float.IsNaN);
        Assert.Equal(strip.Beats, found.Beats);
        Assert.Equal(
            (strip.AlertId, strip.Channel, strip.SampleRateHz, strip.FirstIndex, strip.At),
            (found.AlertId, found.Channel, found.SampleRateHz, found.FirstIndex, found.At));
    }

    [Fact]
    public void A_strip_stays_when_its_alert_is_updated_and_is_replaced_by_a_second_one()
    {
        Alert alert = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.NoMessage);
        _store.SaveStrip(TestAlerts.StripOf(alert));
        _store.SaveAlert(alert.Cleared(), TestAlerts.NoMessage);
        Assert.Equal(9, _store.FindStrip(alert.Id)!.Millivolts.Length);
        _store.SaveStrip(TestAlerts.StripOf(alert) with { Millivolts = [] });
        Assert.Empty(_store.FindStrip(alert.Id)!.Millivolts);
    }

    [Fact]
    public void A_strip_of_no_alert_is_refused()
    {
        var error = Assert.Throws<StoreException>(() => _store.SaveStrip(TestAlerts.StripOf(TestAlerts.Number(1))));
        Assert.Contains("FOREIGN KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beats_page_through_one_channel_or_all()
    {
        _store.SaveBeats([.. Enumerable.Range(0, 20).Select(n => TestAlerts.Beat(n, n % 4 == 0 ? "arm" : "chest"))]);
        Page<BeatRow> first = _store.ListBeats("arm", limit: 3);
        Page<BeatRow> second = _store.ListBeats("arm", limit: 3, before: long.Parse(first.Next!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([16, 12, 8, 4, 0], first.Items.Concat(second.Items).Select(beat => beat.Index / 200));
        Assert.Null(second.Next);
        Assert.All(first.Items, beat => Assert.Equal("arm", beat.Channel));
        Assert.Equal(Enumerable.Range(0, 20).Reverse(), _store.ListBeats(limit: 20).Items.Select(beat => (int)(beat.Index / 200)));
        Assert.Equal(TestAlerts.Beat(19), _store.ListBeats(limit: 1).Items[0] with { Id = 0 });
    }

    [Fact]
    public void Ten_thousand_beats_in_batches_take_well_under_two_seconds()
    {
        BeatRow[] batch = [.. Enumerable.Range(0, 1000).Select(n => TestAlerts.Beat(n))];
        _store.SaveBeats(batch);
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 10; i++) _store.SaveBeats(batch);
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        Assert.True(took < TimeSpan.FromSeconds(2), $"took {took.TotalMilliseconds:0} ms");
    }
}

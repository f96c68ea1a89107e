using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Pipeline;

/// <summary>A synthetic heart summed up by the minute.</summary>
public sealed class MinuteCollectorTests : IDisposable
{
    private const int Rate = 250, Minute = 60 * Rate;

    private static readonly Recording s_heart = new SyntheticHeart(new SyntheticHeartOptions { Seed = 4, HeartRateBpm = 75 }).Record(TimeSpan.FromMinutes(8));

    // 20 s into a minute.
    private static readonly DateTimeOffset s_start = TestMinutes.Noon.AddSeconds(20);

    private EcgPipeline _pipeline = New("letters");

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void Each_minute_has_its_own_seconds_beats_and_rates()
    {
        // Of the test packs none calls these beats normal, which variability rests on.
        _pipeline.Dispose();
        _pipeline = New("ecg5000", PackLoader.DefaultFolder);
        Play(0, 5 * Minute);
        _pipeline.End();
        var minutes = Summaries();
        Assert.Equal([0, 1, 2, 3, 4, 5], minutes.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes));
        Assert.Equal([40, 60, 60, 60, 60, 20], minutes.Select(m => m.Seconds));
        Assert.Equal(_pipeline.Beats.End, minutes.Sum(m => m.Beats));
        Assert.All(minutes, m => Assert.Equal(m.Beats, m.Classes.Values.Sum()));
        Assert.All(minutes, m => Assert.True(m.AnomalousBeats <= m.Beats));
        Assert.All(minutes.Skip(1).Take(4), m =>
        {
            Assert.Equal(60, m.HeartRateSeconds);
            Assert.InRange(m.HeartRateMeanBpm!.Value, 70, 80);
            Assert.InRange(m.HeartRateMinBpm!.Value, 60, m.HeartRateMeanBpm.Value);
            Assert.InRange(m.HeartRateMaxBpm!.Value, m.HeartRateMeanBpm.Value, 95);
            Assert.Equal(60_000 / m.HeartRateMeanBpm.Value, m.RrMeanMs!.Value, 30.0);
            Assert.InRange(m.Beats, 69, 81);
            Assert.Equal(m.Beats, m.RrIntervals, 2.0);
            Assert.True(m.SignalQuality > 0.5);
            Assert.Equal((0, 0.0), (m.LeadsOffSeconds, m.GapSeconds));
        });
        // Variability over five minutes is told once half of them are known.
        Assert.Null(minutes[0].SdnnMs);
        Assert.NotNull(minutes[4].SdnnMs);
        Assert.Equal(_pipeline.Vitals.Variability!.Value.SdnnMs, minutes[5].SdnnMs);
    }

    [Fact]
    public void Nothing_depends_on_how_samples_are_cut_into_blocks()
    {
        Play(0, 4 * Minute, block: 10);
        _pipeline.End();
        var small = Summaries();
        _pipeline.Dispose();
        _pipeline = New("letters");
        Play(0, 4 * Minute, block: 997);
        _pipeline.End();
        Assert.Equivalent(small, Summaries(), strict: true);
    }

    [Fact]
    public void Lost_samples_and_lost_contact_are_counted_where_they_belong()
    {
        // Samples stop at 12:01:05 and come again at 12:03:35; contact is lost for the second half of 12:04.
        Play(0, 45 * Rate);
        Play(195 * Rate, 250 * Rate);
        Play(250 * Rate, 280 * Rate, LeadState.PositiveOff);
        Play(280 * Rate, 300 * Rate);
        _pipeline.End();
        var minutes = Summaries();
        Assert.Equal([0, 1, 3, 4, 5], minutes.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes));
        Assert.Equal([0, 55, 35, 0, 0], minutes.Select(m => Math.Round(m.GapSeconds, 6)));
        Assert.InRange(minutes[1].Seconds, 4, 5);
        Assert.InRange(minutes[2].Seconds, 24, 26);
        Assert.InRange(minutes[3].LeadsOffSeconds, 29, 31);
        Assert.Equal(60, minutes[3].Seconds);
        Assert.InRange(minutes[3].HeartRateSeconds, 25, 36);
    }

    [Fact]
    public async Task A_minute_in_which_the_pack_changes_has_a_piece_of_each()
    {
        Play(0, Minute);
        var taken = _pipeline.UseAsync(new BeatAnalyzer(PackLoader.Load(TestPacks.Folder, "tiny", Precision.Int8)));
        Play(Minute, 2 * Minute);
        await taken;
        _pipeline.End();
        var minutes = Summaries();
        Assert.Equal([0, 1, 1, 2], minutes.Select(m => (int)(m.At - TestMinutes.Noon).TotalMinutes));
        Assert.Equal(_pipeline.Beats.End, minutes.Sum(m => m.Beats));
        Assert.All(minutes[1].Classes.Keys, c => Assert.Contains(c, (string[])["N", "S", "V", "F", "Q"]));
        Assert.All(minutes[2].Classes.Keys, c => Assert.DoesNotContain(c, (string[])["N", "S", "V", "F", "Q"]));
        var whole = minutes[1].Join(minutes[2]);
        Assert.Equal((60, minutes[1].Beats + minutes[2].Beats), (whole.Seconds, whole.Classes.Values.Sum()));
    }

    private static EcgPipeline New(string pack, string? folder = null)
    {
        var loaded = PackLoader.Load(folder ?? TestPacks.Folder, pack, Precision.Int8);
        var origin = new AlertOrigin("chest", "Ada", pack, loaded.Manifest.Version, loaded.Manifest.Classes);
        return new EcgPipeline(Rate, 50, FilterBand.Monitor, new BeatAnalyzer(loaded), origin, new AlertOptions(), new NoSink());
    }

    private void Play(int from, int to, LeadState leads = LeadState.On, int block = 50)
    {
        var samples = new SampleBlock(block);
        for (var at = from; at < to; at += block)
        {
            var count = Math.Min(block, to - at);
            (samples.Count, samples.FirstIndex, samples.At) = (count, at, s_start.AddSeconds((double)at / Rate));
            s_heart.Millivolts.AsSpan(at, count).CopyTo(samples.Millivolts);
            Array.Fill(samples.Leads, leads);
            _pipeline.Process(samples);
        }
    }

    private List<MinuteSummary> Summaries()
    {
        var summaries = new List<MinuteSummary>();
        var record = new MinuteRecord();
        for (long cursor = 0; _pipeline.Minutes.Finished.TryRead(ref cursor, record, out _);) summaries.Add(record.Summary("chest"));
        return summaries;
    }

    private sealed class NoSink : IAlertSink
    {
        public void Take(Alert alert)
        {
        }

        public void Take(Strip strip)
        {
        }
    }
}

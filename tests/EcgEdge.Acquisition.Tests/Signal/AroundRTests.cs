using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Signal;

public sealed class AroundRTests
{
    private const double Rate = 250;

    private static readonly WindowCut s_cut = WindowCut.AroundR(0.25, 0.45) with { PrefixLengths = [20, 100, 120] };

    [Fact]
    public void A_window_is_the_signal_from_250_ms_before_to_450_ms_after_the_R_peak()
    {
        var history = new SignalHistory(1024);
        history.Restart(0);
        for (var n = 0; n < 900; n++) history.Append((float)Math.Sin(n * 0.02));
        // At 278 samples per second, 139 steps of two samples' length span 1 s: every second sample.
        var segmenter = new BeatSegmenter(history, 278, WindowCut.AroundR(100 / 278.0, 178 / 278.0));
        var window = new BeatWindow();
        Assert.Equal(WindowResult.Incomplete, segmenter.Cut(50, 300, window));
        Assert.Equal(WindowResult.Beat, segmenter.Cut(300, 560, window));

        var slice = Enumerable.Range(0, 140).Select(i => (double)history[200 + 2 * i]).ToArray();
        var mean = slice.Average();
        var deviation = Math.Sqrt(slice.Sum(v => (v - mean) * (v - mean)) / 139);
        for (var i = 0; i < 140; i++) Assert.Equal((slice[i] - mean) / deviation, window.Samples[i], 1e-3);
        Assert.Equal((300, 560, true), (window.StartIndex, window.EndIndex, window.EndsAtPeak));
        Assert.Equal(mean, window.Mean, 1e-4);
        Assert.Equal(deviation, window.Scale, 1e-4);
    }

    [Fact]
    public void Every_R_peak_has_its_window_the_last_one_included()
    {
        var whole = Heart(30);
        var last = Hear(whole, finish: false).Peaks[^2];
        var heard = Hear(whole with { Millivolts = whole.Millivolts[..((int)last + 170)] }, finish: true);
        // The first may lie less than 250 ms from the start.
        Assert.InRange(heard.Windows.Count, heard.Peaks.Count - 1, heard.Peaks.Count);
        Assert.Equal(last, heard.Windows[^1].Start);
        Assert.False(heard.Windows[^1].EndsAtPeak);
        Assert.All(heard.Windows.SkipLast(1), w => Assert.True(w.EndsAtPeak));
        Assert.All(heard.Windows, w => Assert.Contains(w.Start, heard.Peaks));
    }

    [Fact]
    public void A_rhythm_faster_than_the_window_is_long_loses_no_beat()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { HeartRateBpm = 200, EctopicProbability = 0, BigeminyProbability = 0 })
            .Record(TimeSpan.FromSeconds(30));
        var heard = Hear(heart, finish: true);
        Assert.True(heard.Peaks.Count > 80);
        Assert.InRange(heard.Windows.Count, heard.Peaks.Count - 3, heard.Peaks.Count);
        Assert.Equal(heard.Windows.Select(w => w.Start).Order(), heard.Windows.Select(w => w.Start));
    }

    [Fact]
    public void The_beat_before_a_pause_is_not_kept_waiting_for_the_next()
    {
        var recording = Heart(30);
        Array.Fill(recording.Millivolts, recording.Millivolts[3000], 3000, 1000);
        var heard = Hear(recording, finish: false);
        var before = heard.Windows.Single(w => !w.EndsAtPeak);
        Assert.InRange(before.Start, 2700, 3000);
        Assert.Null(before.NextRrSeconds);
        Assert.InRange(before.HeardAt - before.Start, 2.4 * Rate, 2.8 * Rate);
        Assert.Contains(heard.Windows, w => w.Start > 4000);
        Assert.Single(heard.Pauses);
    }

    [Fact]
    public void Lost_samples_after_the_window_end_the_beat_and_within_it_spoil_it()
    {
        var recording = Heart(30);
        var peak = Hear(recording, finish: false).Peaks.First(p => p > 4000);
        recording.Millivolts[peak + 150] = float.NaN;
        Assert.Contains(Hear(recording, finish: false).Windows, w => w.Start == peak && !w.EndsAtPeak);
        recording.Millivolts[peak + 80] = float.NaN;
        Assert.DoesNotContain(Hear(recording, finish: false).Windows, w => w.Start == peak);
    }

    [Fact]
    public void Prefixes_come_while_the_beat_goes_on_and_agree_with_its_window()
    {
        var heard = Hear(Heart(60), finish: false);
        Assert.NotEmpty(heard.Prefixes);
        Assert.Equal([20, 100, 120], heard.Prefixes.Select(p => p.Count).Distinct().Order());
        foreach (var prefix in heard.Prefixes)
        {
            Assert.True(prefix.ReportedAt - prefix.RPeak < 0.5 * Rate);
            Assert.All(prefix.Samples[prefix.Count..], s => Assert.Equal(0, s));
            if (heard.Windows.Find(w => w.Start == prefix.RPeak) is not { Samples: { } whole }) continue;
            // Mean and scale are the last beats': near the window's own in a steady rhythm.
            for (var i = 0; i < prefix.Count; i++) Assert.Equal(whole[i], prefix.Samples[i], 0.5);
        }
    }

    [Fact]
    public void From_R_to_R_prefixes_lie_on_the_usual_interval()
    {
        var cut = WindowCut.FromRToR(Fiducial.RPeak, 0) with { PrefixLengths = [60] };
        var heard = Hear(Heart(60), finish: false, cut);
        Assert.True(heard.Prefixes.Count > 20);
        Assert.All(heard.Prefixes, p => Assert.Equal(60, p.Count));
    }

    [Theory]
    [InlineData(0, 0.45)]
    [InlineData(1.1, 0.45)]
    [InlineData(0.25, double.NaN)]
    [InlineData(0.25, 2)]
    public void Bounds_that_no_window_has_are_refused(double before, double after) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowCut.AroundR(before, after));

    private static Recording Heart(double seconds) =>
        new SyntheticHeart(new SyntheticHeartOptions { Seed = 3 }).Record(TimeSpan.FromSeconds(seconds));

    private static Hearing Hear(Recording recording, bool finish, WindowCut? cut = null)
    {
        var hearing = new Hearing();
        var extractor = new BeatExtractor(Rate, cut ?? s_cut);
        var block = new SampleBlock(10);
        for (var at = 0; at + 10 <= recording.Millivolts.Length; at += 10)
        {
            recording.Millivolts.AsSpan(at, 10).CopyTo(block.Millivolts);
            (block.FirstIndex, block.Count, hearing.Now) = (at, 10, at + 10);
            extractor.Process(block, hearing);
        }

        if (finish) extractor.Finish(hearing);
        return hearing;
    }

    private sealed class Hearing : IBeatListener
    {
        public long Now { get; set; }

        public List<long> Peaks { get; } = [];

        public List<long> Pauses { get; } = [];

        public List<(long Start, bool EndsAtPeak, double? NextRrSeconds, float[] Samples, long HeardAt)> Windows { get; } = [];

        public List<(long RPeak, int Count, float[] Samples, long ReportedAt)> Prefixes { get; } = [];

        public void OnRPeak(RPeak peak) => Peaks.Add(peak.Index);

        public void OnPause(long index) => Pauses.Add(index);

        public void OnBeat(BeatWindow window) =>
            Windows.Add((window.StartIndex, window.EndsAtPeak, window.Rr.NextSeconds, [.. window.Samples], Now));

        public void OnPrefix(BeatPrefix prefix) => Prefixes.Add((prefix.RPeak, prefix.Count, [.. prefix.Samples], prefix.ReportedAt));
    }
}

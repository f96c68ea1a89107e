using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Signal;

public class BeatExtractorTests
{
    private static Recording Heart(double seconds, double bpm = 72, double rate = 250, int seed = 1) => new SyntheticHeart(
        new SyntheticHeartOptions { SampleRateHz = rate, HeartRateBpm = bpm, Seed = seed }).Record(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(250, 72)]
    [InlineData(250, 180)]
    [InlineData(360, 45)]
    [InlineData(125, 90)]
    [InlineData(1000, 60)]
    public void Finds_the_beats_of_the_synthetic_heart_at_any_rate(double rate, double bpm)
    {
        var recording = Heart(120, bpm, rate);
        var found = Found.In(recording, 64);

        // The synthetic R peak is the S wave's nadir, up to 0.03 of a beat after the mark.
        var tolerance = 0.06 * rate;
        var truth = recording.Beats.Where(b => b.Index < recording.Millivolts.Length - rate).Select(b => b.Index).ToArray();
        var missed = truth.Count(t => !found.Peaks.Any(p => Math.Abs(p.Index - t) <= tolerance));
        var extra = found.Peaks.Count(p => !recording.Beats.Any(b => Math.Abs(p.Index - b.Index) <= tolerance));
        Assert.InRange(missed, 0, 1);
        Assert.InRange(extra, 0, 1);

        // A beat of usual height is told at once; one of middling height when it is clear that no larger one follows.
        var delays = found.Peaks.Skip(5).Select(p => (p.ReportedAt - p.Index) / rate).Order().ToArray();
        Assert.InRange(delays[delays.Length / 2], 0, 0.25);
        Assert.All(found.Peaks.Skip(5), p => Assert.InRange((p.ReportedAt - p.Index) / rate, 0, p.FromSearchBack ? 2.5 : 0.6));
    }

    [Fact]
    public void An_inverted_lead_gives_the_same_beats()
    {
        var upright = Heart(60);
        var inverted = upright with { Millivolts = [.. upright.Millivolts.Select(v => -v)] };
        Assert.Equal(Found.In(upright, 64).Peaks, Found.In(inverted, 64).Peaks);
    }

    [Fact]
    public void Output_does_not_depend_on_how_samples_are_cut_into_blocks()
    {
        var recording = Heart(60);
        var whole = Found.In(recording, recording.Millivolts.Length);
        Assert.NotEmpty(whole.Beats);
        foreach (var size in (int[])[1, 7, 64, 4096]) AssertSame(whole, Found.In(recording, size));

        var random = new Random(5);
        for (var round = 0; round < 20; round++)
            AssertSame(whole, Found.In(recording, [.. Enumerable.Range(0, 400).Select(_ => random.Next(1, 200))]));
    }

    [Fact]
    public void Flat_line_mains_hum_and_white_noise_hold_no_beats()
    {
        var random = new Random(3);
        var flat = new float[250 * 60];
        var hum = flat.Select((_, n) => (float)(0.1 * Math.Sin(2 * Math.PI * 50 * n / 250))).ToArray();
        var noise = flat.Select(_ => (float)(0.02 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))).ToArray();
        foreach (var signal in (float[][])[flat, hum, noise])
            Assert.Empty(Found.In(new Recording("none", 250, signal, []), 64).Peaks);
    }

    [Fact]
    public void Windows_are_normalised_and_run_from_peak_to_peak()
    {
        var found = Found.In(Heart(30), 64);
        Assert.All(found.Beats, beat =>
        {
            Assert.Equal(0, beat.Samples.Average(), 1e-4);
            Assert.Equal(1, Math.Sqrt(beat.Samples.Sum(s => (double)s * s) / 139), 1e-4);
            Assert.Contains(found.Peaks, p => p.Index == beat.Start);
            Assert.Contains(found.Peaks, p => p.Index == beat.End);
        });
        Assert.All(found.Beats.Zip(found.Beats.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Fact]
    public void A_window_of_140_samples_is_the_signal_itself()
    {
        var history = new SignalHistory(1024);
        history.Restart(0);
        for (var n = 0; n < 600; n++) history.Append((float)Math.Sin(n * 0.05) + 0.2f * MathF.Cos(n * 0.3f));
        var segmenter = new BeatSegmenter(history, 250, WindowCut.FromRToR(Fiducial.RPeak, 0));
        var window = new BeatWindow();
        Assert.Equal(WindowResult.Beat, segmenter.Cut(100, 239, window));

        var slice = Enumerable.Range(100, 140).Select(i => (double)history[i]).ToArray();
        var mean = slice.Average();
        var deviation = Math.Sqrt(slice.Sum(v => (v - mean) * (v - mean)) / 139);
        for (var i = 0; i < 140; i++) Assert.Equal((slice[i] - mean) / deviation, window.Samples[i], 1e-4);
    }

    [Fact]
    public void Nothing_is_joined_across_lost_samples()
    {
        var recording = Heart(40);
        var found = new Found();
        var extractor = new BeatExtractor(250, WindowCut.FromRToR(Fiducial.RPeak, -0.012));
        Feed(extractor, found, recording, 0, 5000, LeadState.On);
        Feed(extractor, found, recording, 5001, 10000, LeadState.On);

        Assert.Equal(1, found.Gaps);
        Assert.Equal(1, extractor.Gaps);
        Assert.DoesNotContain(found.Beats, b => b.Start < 5000 && b.End > 5000);
        Assert.DoesNotContain(found.Filtered, f => f.Index == 5000);
        Assert.Contains(found.Beats, b => b.Start > 5001);
    }

    [Fact]
    public void A_lost_lead_and_a_value_that_is_no_number_are_gaps()
    {
        var recording = Heart(40);
        var found = new Found();
        var extractor = new BeatExtractor(250, WindowCut.FromRToR(Fiducial.RPeak, -0.012));
        Feed(extractor, found, recording, 0, 4000, LeadState.On);
        Feed(extractor, found, recording, 4000, 4500, LeadState.PositiveOff);
        Feed(extractor, found, recording, 4500, 7000, LeadState.On);
        recording.Millivolts[7000] = float.NaN;
        Feed(extractor, found, recording, 7000, 10000, LeadState.On);

        Assert.Equal(2, extractor.Gaps);
        Assert.DoesNotContain(found.Beats, b => b.Start < 4500 && b.End > 4000);
        Assert.DoesNotContain(found.Beats, b => b.Start < 7000 && b.End > 7000);
        Assert.All(found.Filtered, f => Assert.True(float.IsFinite(f.Millivolts)));
    }

    [Fact]
    public void A_long_silence_is_a_pause_and_not_a_beat()
    {
        var recording = Heart(30);
        // Three seconds of flat line in the middle.
        Array.Fill(recording.Millivolts, recording.Millivolts[3000], 3000, 750);
        var found = Found.In(recording, 64);
        Assert.NotEmpty(found.Pauses);
        Assert.DoesNotContain(found.Beats, b => b.End - b.Start > 500);
    }

    [Fact]
    public void Noise_lowers_the_quality()
    {
        var clean = Heart(60);
        var random = new Random(2);
        var noisy = clean with { Millivolts = [.. clean.Millivolts.Select(v => v + (float)(0.5 * (random.NextDouble() - 0.5)))] };
        Assert.True(Found.In(clean, 64).Beats.Average(b => b.Quality) > 0.8);
        Assert.True(Found.In(noisy, 64).Beats.Average(b => b.Quality) < 0.6);
    }

    [Fact]
    public void The_path_allocates_nothing()
    {
        var recording = Heart(30);
        var extractor = new BeatExtractor(250, WindowCut.FromRToR(Fiducial.RPeak, -0.012));
        var counter = new Counter();
        var block = new SampleBlock(50);
        Play(0, 5000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(5000, 7500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Beats > 20);

        void Play(int from, int to)
        {
            for (var at = from; at < to; at += 50)
            {
                recording.Millivolts.AsSpan(at, 50).CopyTo(block.Millivolts);
                (block.FirstIndex, block.Count) = (at, 50);
                extractor.Process(block, counter);
            }
        }
    }

    private static void Feed(BeatExtractor extractor, Found found, Recording recording, int from, int to, LeadState leads)
    {
        var block = new SampleBlock(to - from) { FirstIndex = from, Count = to - from };
        recording.Millivolts.AsSpan(from, to - from).CopyTo(block.Millivolts);
        Array.Fill(block.Leads, leads);
        extractor.Process(block, found);
    }

    private static void AssertSame(Found expected, Found actual)
    {
        Assert.Equal(expected.Peaks.Select(p => p.Index), actual.Peaks.Select(p => p.Index));
        Assert.Equal(expected.Beats.Count, actual.Beats.Count);
        foreach (var (one, other) in expected.Beats.Zip(actual.Beats))
        {
            Assert.Equal(one.Start, other.Start);
            Assert.Equal(one.Samples, other.Samples);
            Assert.Equal(one.Quality, other.Quality);
        }
    }

    private sealed class Counter : IBeatListener
    {
        public int Beats { get; private set; }

        public void OnBeat(BeatWindow window) => Beats++;
    }
}

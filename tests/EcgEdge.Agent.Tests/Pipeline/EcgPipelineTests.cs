using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Tests.Pipeline;

public class EcgPipelineTests
{
    private static readonly Recording s_heart = new SyntheticHeart(new SyntheticHeartOptions { Seed = 4 }).Record(TimeSpan.FromMinutes(3));

    [Fact]
    public void The_synthetic_heart_raises_alerts_for_its_bigeminy_and_not_for_its_normal_rhythm()
    {
        var bigeminy = Play(new SyntheticHeartOptions { BigeminyProbability = 0.05, EctopicProbability = 0, Seed = 2 });
        Assert.NotEmpty(bigeminy.Alerts);
        var regular = Play(new SyntheticHeartOptions { BigeminyProbability = 0, EctopicProbability = 0, Seed = 2 });
        Assert.Empty(regular.Alerts);
    }

    [Fact]
    public void Every_alert_gets_its_strip_and_ends_with_the_signal()
    {
        var sink = Play(new SyntheticHeartOptions { BigeminyProbability = 0.05, Seed = 2 });
        var raised = sink.Alerts.Where(a => a.State == AlertState.Raised).ToArray();
        Assert.Equal(raised.Select(a => a.Id).Order(), sink.Strips.Select(s => s.AlertId).Order());
        Assert.Equal(raised.Length, sink.Alerts.Count(a => a.State == AlertState.Cleared));
        Assert.All(sink.Strips, strip =>
        {
            var alert = raised.Single(a => a.Id == strip.AlertId);
            Assert.Equal(Math.Max(0, alert.StartIndex - 2500), strip.FirstIndex);
            Assert.Contains(strip.Beats, b => b.Anomalous);
            Assert.Contains(strip.Millivolts, v => v is < -0.4f or > 0.4f);
        });
    }

    [Fact]
    public void Results_do_not_depend_on_the_size_of_blocks()
    {
        var (one, _) = Run(s_heart, 1);
        var (many, _) = Run(s_heart, 997);
        Assert.Equal(Beats(one), Beats(many));
        one.Dispose();
        many.Dispose();

        static List<(long, long, double, int)> Beats(EcgPipeline pipeline)
        {
            var beats = new List<(long, long, double, int)>();
            long cursor = 0;
            var beat = new BeatRecord();
            while (pipeline.Beats.TryRead(ref cursor, beat, out _)) beats.Add((beat.StartIndex, beat.EndIndex, beat.Score, beat.ClassIndex));
            Assert.NotEmpty(beats);
            return beats;
        }
    }

    [Fact]
    public void Samples_and_beats_allocate_nothing()
    {
        // No alert may fall into the measured stretch: an alert is an event and does allocate.
        var quiet = new AlertOptions { AnomalyWindowBeats = 100, AnomalyBeats = 100 };
        using var pipeline = New(250, quiet, new Sink());
        var block = new SampleBlock(10);
        Feed(pipeline, block, s_heart, 0, 20_000);
        var beats = pipeline.Beats.End;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(pipeline, block, s_heart, 20_000, 40_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(pipeline.Beats.End - beats > 50);
    }

    [Fact]
    public void Heart_rate_is_unknown_after_a_gap()
    {
        using var pipeline = New(250, new AlertOptions(), new Sink());
        var block = new SampleBlock(10);
        Feed(pipeline, block, s_heart, 0, 5000);
        Assert.InRange(pipeline.Vitals.HeartRateBpm!.Value, 60, 85);
        Assert.True(pipeline.Vitals.Quality > 0.5);

        block.FirstIndex = 6000;
        pipeline.Process(block);
        Assert.Null(pipeline.Vitals.HeartRateBpm);
        Assert.Equal(1, pipeline.Gaps);
    }

    private static Sink Play(SyntheticHeartOptions options)
    {
        var (pipeline, sink) = Run(new SyntheticHeart(options).Record(TimeSpan.FromMinutes(3)), 64);
        pipeline.Dispose();
        return sink;
    }

    private static (EcgPipeline Pipeline, Sink Sink) Run(Recording recording, int blockSize)
    {
        var sink = new Sink();
        var pipeline = New(recording.SampleRateHz, new AlertOptions(), sink);
        Feed(pipeline, new SampleBlock(blockSize), recording, 0, recording.Millivolts.Length);
        pipeline.End();
        return (pipeline, sink);
    }

    private static EcgPipeline New(double sampleRateHz, AlertOptions options, Sink sink)
    {
        var pack = PackLoader.Load(PackLoader.DefaultFolder, "ecg5000", Precision.Int8);
        var origin = new AlertOrigin("chest", "Ada", "ecg5000", pack.Manifest.Version, pack.Manifest.Classes);
        return new EcgPipeline(sampleRateHz, 50, FilterBand.Monitor, new BeatAnalyzer(pack), origin, options, sink);
    }

    private static void Feed(EcgPipeline pipeline, SampleBlock block, Recording recording, int from, int to)
    {
        for (var at = from; at < to; at += block.Count)
        {
            block.Count = Math.Min(block.Capacity, to - at);
            block.FirstIndex = at;
            block.At = DateTimeOffset.UnixEpoch.AddSeconds(at / recording.SampleRateHz);
            recording.Millivolts.AsSpan(at, block.Count).CopyTo(block.Millivolts);
            pipeline.Process(block);
        }
    }

    private sealed class Sink : IAlertSink
    {
        public List<Alert> Alerts { get; } = [];

        public List<Strip> Strips { get; } = [];

        public void Take(Alert alert) => Alerts.Add(alert);

        public void Take(Strip strip) => Strips.Add(strip);
    }
}

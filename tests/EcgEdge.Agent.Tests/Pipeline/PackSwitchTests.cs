using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Pipeline;

/// <summary>A channel's pack exchanged while it runs, and models that fail.</summary>
public sealed class PackSwitchTests : IDisposable
{
    private const int Minute = 15_000;

    private static readonly Recording s_heart = new SyntheticHeart(new SyntheticHeartOptions { Seed = 4, EctopicProbability = 0 }).Record(TimeSpan.FromMinutes(3));
    private readonly Sink _sink = new();
    private EcgPipeline? _pipeline;

    public void Dispose() => _pipeline?.Dispose();

    [Fact]
    public async Task No_beat_is_lost_where_windows_are_cut_alike()
    {
        var pipeline = Start("brittle-twin", "letters");
        Play(0, Minute);
        var taken = pipeline.UseAsync(Open("hollow"));
        Assert.False(taken.IsCompleted);
        Assert.Equal("letters", pipeline.Pack!.Manifest.Pack);
        Play(Minute, Minute + 10);
        await taken;
        Assert.Equal("hollow", pipeline.Pack.Manifest.Pack);
        await Switch("letters", Minute + 10);
        Play(Minute + 20, 2 * Minute);

        var beats = Beats();
        for (var i = 1; i < beats.Count; i++) Assert.Equal(beats[i - 1].EndIndex, beats[i].StartIndex);
        Assert.Equal(0, pipeline.Gaps);
    }

    [Fact]
    public async Task Beats_keep_the_classes_of_the_pack_that_judged_them()
    {
        Start("a", "letters");
        Play(0, Minute);
        var before = _pipeline!.Beats.End;
        await Switch("tiny", Minute);
        Play(Minute + 10, 2 * Minute);

        var beats = Beats();
        Assert.InRange(before, 50, 100);
        Assert.All(beats.Take((int)before), b => Assert.Contains(b.ClassName, "NSVFQ"));
        Assert.All(beats.Skip((int)before), b => Assert.DoesNotContain(b.ClassName, (string[])["N", "S", "V", "F", "Q"]));
        Assert.True(beats.Count > before + 40);
    }

    [Fact]
    public async Task An_episode_ends_with_the_pack_that_saw_it_begin()
    {
        // Every window of the pack "letters" scores ln(1/4), so a threshold below calls each beat anomalous.
        Start("a", "letters", new AlertOptions { AnomalyWindowBeats = 3, AnomalyBeats = 3 }, threshold: -9);
        Play(0, Minute / 2);
        var raised = Assert.Single(_sink.Alerts, a => a.State == AlertState.Raised);
        await Switch("tiny", Minute / 2);
        var cleared = Assert.Single(_sink.Alerts, a => a.State == AlertState.Cleared);
        Assert.Equal((raised.Id, "letters"), (cleared.Id, cleared.Pack));
    }

    [Theory]
    [InlineData("brittle", "out of data bounds")]
    [InlineData("hollow", "no finite probabilities")]
    public async Task Models_that_fail_are_a_state_and_never_a_label(string name, string expected)
    {
        var pipeline = Start("a", name);
        Play(0, Minute);
        Assert.Contains(expected, pipeline.Fault, StringComparison.Ordinal);
        Assert.InRange(pipeline.Failures, 50, 100);
        Assert.Equal(0, pipeline.Beats.End);
        Assert.Empty(_sink.Alerts);
        // What needs no model goes on.
        Assert.InRange(pipeline.Vitals.HeartRateBpm!.Value, 60, 85);

        await Switch("letters", Minute);
        Play(Minute + 10, 2 * Minute);
        Assert.Null(pipeline.Fault);
        Assert.True(pipeline.Beats.End > 40);
    }

    [Fact]
    public async Task A_pack_asked_for_is_dropped_when_another_is_or_the_signal_ends()
    {
        var pipeline = Start("a", "letters");
        Play(0, 1000);
        var first = pipeline.UseAsync(Open("hollow"));
        var second = pipeline.UseAsync(Open("tiny"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        pipeline.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.UseAsync(Open("tiny")));
        Assert.Equal("letters", pipeline.Pack!.Manifest.Pack);
    }

    [Fact]
    public void Warnings_are_told_before_their_beats_and_stay_with_them()
    {
        var pipeline = Start("a", "tiny");
        Play(0, 2 * Minute);
        var warned = Beats().Where(b => b.WarnedAfterSeconds is not null).ToArray();
        Assert.NotEmpty(warned);
        Assert.Equal(pipeline.Vitals.Warnings, warned.Length);
        Assert.Equal(pipeline.Vitals.WarnedIndex, warned[^1].StartIndex);
        Assert.All(warned, b => Assert.InRange(b.WarnedAfterSeconds!.Value, 0, b.RrSeconds + 0.3));
    }

    [Fact]
    public async Task Windows_cut_otherwise_begin_afresh_and_the_rest_goes_on()
    {
        var pipeline = Start("a", "letters");
        Play(0, Minute);
        var before = pipeline.Beats.End;
        await Switch("wearer", Minute);
        Play(Minute + 10, 3 * Minute);
        Assert.InRange(pipeline.Beats.End, before + 100, before + 200);
        Assert.Equal(BaselineState.Ready, pipeline.Vitals.Baseline);
        Assert.Equal(0, pipeline.Gaps);

        var beats = Beats();
        Assert.True(beats[(int)before].StartIndex > Minute);
        Assert.True(beats[(int)before].Learning);
        Assert.False(beats[^1].Learning);
        Assert.True(pipeline.Calibrate());
        Play(2 * Minute, 2 * Minute + 600);
        Assert.Equal(BaselineState.Learning, pipeline.Vitals.Baseline);
    }

    [Fact]
    public void A_pack_without_a_baseline_cannot_be_calibrated() => Assert.False(Start("a", "tiny").Calibrate());

    private EcgPipeline Start(string wearer, string pack, AlertOptions? alerts = null, double? threshold = null)
    {
        var loaded = PackLoader.Load(TestPacks.Folder, pack, Precision.Int8);
        var manifest = threshold is { } t ? loaded.Manifest with { Anomaly = loaded.Manifest.Anomaly with { Threshold = t } } : loaded.Manifest;
        var origin = new AlertOrigin("chest", wearer, pack, manifest.Version, manifest.Classes);
        return _pipeline = new EcgPipeline(
            250, 50, FilterBand.Monitor, new BeatAnalyzer(loaded with { Manifest = manifest }), origin, alerts ?? new AlertOptions(), _sink);
    }

    private async Task Switch(string pack, int at)
    {
        var taken = _pipeline!.UseAsync(Open(pack));
        Play(at, at + 10);
        await taken;
    }

    private static BeatAnalyzer Open(string pack) => new(PackLoader.Load(TestPacks.Folder, pack, Precision.Int8));

    private void Play(int from, int to)
    {
        var block = new SampleBlock(10);
        for (var at = from; at < to; at += 10)
        {
            (block.Count, block.FirstIndex, block.At) = (10, at, DateTimeOffset.UnixEpoch.AddSeconds(at / 250.0));
            s_heart.Millivolts.AsSpan(at, 10).CopyTo(block.Millivolts);
            _pipeline!.Process(block);
        }
    }

    private List<BeatRecord> Beats()
    {
        var beats = new List<BeatRecord>();
        long cursor = 0;
        for (var beat = new BeatRecord(); _pipeline!.Beats.TryRead(ref cursor, beat, out _); beat = new BeatRecord()) beats.Add(beat);
        return beats;
    }

    private sealed class Sink : IAlertSink
    {
        public List<Alert> Alerts { get; } = [];

        public void Take(Alert alert) => Alerts.Add(alert);

        public void Take(Strip strip)
        {
        }
    }
}

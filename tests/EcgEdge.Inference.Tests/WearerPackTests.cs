using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Baseline;
using EcgEdge.Inference.Tests.Packs;

namespace EcgEdge.Inference.Tests;

/// <summary>A pack with a baseline, from beats to verdicts.</summary>
public sealed class WearerPackTests : IDisposable
{
    private readonly BeatAnalyzer _analyzer = new(TinyPack.Load("wearer"), 250);
    private readonly PlainHeart _heart = new(1);

    public void Dispose() => _analyzer.Dispose();

    [Fact]
    public void Windows_lie_around_the_R_peak()
    {
        Assert.Equal((WindowKind.AroundR, 0.25, 0.45), (_analyzer.Cut.Kind, _analyzer.Cut.BeforeSeconds, _analyzer.Cut.AfterSeconds));
        Assert.Equal([60, 100], _analyzer.Cut.PrefixLengths);
    }

    [Fact]
    public void The_population_threshold_holds_until_the_baseline_is_ready()
    {
        var verdict = _analyzer.Analyze(_heart.Next());
        Assert.Equal((BaselineState.Learning, 30.0, 5.0), (verdict.Baseline, verdict.LearningSecondsLeft, verdict.Threshold));
        for (var i = 0; i < 60; i++) _analyzer.Analyze(_heart.Next());
        Assert.Equal((BaselineState.Ready, 0.0, -2.0), (verdict.Baseline, verdict.LearningSecondsLeft, verdict.Threshold));
    }

    [Fact]
    public void An_ectopic_beat_is_told_from_the_wearers_own()
    {
        Learn();
        var verdict = _analyzer.Analyze(_heart.Next(nextIsEctopic: true));
        Assert.Equal(("N", false), (Class(verdict), verdict.Anomalous));
        Assert.InRange(verdict.Parts[0], 1e-5, 0.01);
        verdict = _analyzer.Analyze(_heart.Next(isEctopic: true));
        Assert.Equal(("V", true), (Class(verdict), verdict.Anomalous));
        Assert.Equal(Math.Log(verdict.Parts[0]), verdict.Score, 1e-9);
        Assert.Equal(["running-distance-x-prematurity", "autoencoder"], _analyzer.PartNames);
    }

    [Fact]
    public void What_was_expected_is_the_wearers_running_beat_and_before_there_is_one_the_models()
    {
        var beat = _heart.Next();
        var verdict = _analyzer.Analyze(beat);
        for (var i = 0; i < 140; i++) Assert.Equal(beat.Samples[i] / 2, verdict.Expected[i], 1e-6);
        Learn();
        verdict = _analyzer.Analyze(_heart.Next(isEctopic: true));
        var normal = PlainHeart.Normal();
        for (var i = 0; i < 140; i++) Assert.Equal(normal[i], verdict.Expected[i], 0.1);
        Assert.Contains(Enumerable.Range(0, 140), i => Math.Abs(verdict.Reconstruction[i] - verdict.Expected[i]) > 1);
    }

    [Fact]
    public void Beats_of_a_wearer_of_whom_nothing_is_known_have_no_score()
    {
        for (var i = 0; i < 8; i++)
        {
            var first = _analyzer.Analyze(_heart.Next(isEctopic: i % 2 == 1));
            Assert.Equal((false, 0.0, false), (first.IsScored, first.Score, first.Anomalous));
        }

        var verdict = _analyzer.Analyze(_heart.Next());
        Assert.True(verdict.IsScored);
        Assert.InRange(Math.Abs(verdict.Score), 0.1, 50);
    }

    [Fact]
    public void The_shipped_pack_warns_of_beats_unlike_the_wearers_own()
    {
        using var analyzer = new BeatAnalyzer(PackLoader.Load(PackLoader.DefaultFolder, "aami", Precision.Int8), 250);
        for (var i = 0; i < 200; i++)
        {
            Assert.False(Warn(_heart.Next(), 100));
            Assert.Equal(i >= 7, analyzer.Baseline!.KnowsBeat);
        }

        var early = _heart.Next(nextIsEctopic: true);
        Assert.False(Warn(early, 100));
        Assert.True(Warn(_heart.Next(isEctopic: true), 100));

        bool Warn(BeatWindow beat, int count)
        {
            var prefix = new BeatPrefix { RPeak = beat.StartIndex, ReportedAt = beat.StartIndex, Count = count };
            beat.Samples.AsSpan(0, count).CopyTo(prefix.Samples);
            var warned = analyzer.Warn(prefix);
            analyzer.Analyze(beat);
            Assert.Equal(warned ? count : null, analyzer.Verdict.WarnedAt);
            return warned;
        }
    }

    [Fact]
    public void A_beat_is_measured_before_it_teaches()
    {
        Learn();
        var beat = _heart.Next(isEctopic: true);
        double[] expected = [.. _analyzer.Baseline!.Beat];
        _analyzer.Analyze(beat);
        Assert.Equal(expected.Select(e => (float)e), _analyzer.Verdict.Expected);
    }

    [Fact]
    public void A_window_alone_is_not_enough() => Assert.Throws<InvalidOperationException>(() => _analyzer.Analyze(new float[140]));

    [Fact]
    public void The_warm_up_teaches_nothing() => Assert.False(_analyzer.Baseline!.KnowsBeat);

    [Fact]
    public void A_beat_allocates_nothing()
    {
        BeatWindow[] beats = [.. Enumerable.Range(0, 400).Select(i => _heart.Next(i % 11 == 10))];
        for (var i = 0; i < 200; i++) _analyzer.Analyze(beats[i]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 200; i < 400; i++) _analyzer.Analyze(beats[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("startBeats", "4", "baseline.startBeats 4; expected 8 to 512")]
    [InlineData("correlation", "1.5", "baseline.correlation 1.5; expected between 0 and 1")]
    [InlineData("calibrateSeconds", "-1", "baseline.calibrateSeconds -1; expected 0 to 86400")]
    public void Parameters_out_of_range_are_refused_by_name(string name, string value, string expected)
    {
        var manifest = TinyPack.Load("wearer").Manifest;
        var json = System.Text.Json.JsonSerializer.SerializeToNode(manifest, ManifestJson.Default.PackManifest)!;
        json["baseline"]![name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        var changed = System.Text.Json.JsonSerializer.Deserialize(json, ManifestJson.Default.PackManifest)!;
        Assert.Contains(expected, Assert.Throws<PackException>(() => ManifestCheck.Run(changed, "wearer")).Message, StringComparison.Ordinal);
    }

    private void Learn()
    {
        for (var i = 0; i < 80; i++) _analyzer.Analyze(_heart.Next(isEctopic: i % 9 == 8, nextIsEctopic: i % 9 == 7));
    }

    private string Class(BeatVerdict verdict) => _analyzer.Pack.Manifest.Classes[verdict.ClassIndex];
}

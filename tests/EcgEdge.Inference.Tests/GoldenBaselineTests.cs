using System.Text.Json;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests;

/// <summary>What training's own baseline and torch made of a sequence of beats, reproduced by the device.</summary>
public class GoldenBaselineTests
{
    private const double Tolerance = 1e-4;

    /// <summary>Ties the golden file's seconds to sample indices to a microsecond.</summary>
    private const double SampleRateHz = 1e6;

    private static string GoldenPath => Path.Combine(TestData.Root, "tests", "golden", "aami-baseline.json");

    [Fact]
    public void The_baseline_measures_and_learns_as_in_training()
    {
        using var golden = Golden();
        var spec = Spec(golden);
        string[] names = [.. golden.RootElement.GetProperty("featureNames").EnumerateArray().Select(n => n.GetString()!)];
        Assert.Equal(FeatureNames.All.Order(), names.Order());
        var baseline = new WearerBaseline(spec, names, SampleRateHz);
        var ready = 0;
        var beats = golden.RootElement.GetProperty("beats");
        Assert.True(beats.GetArrayLength() >= 50);
        foreach (var beat in beats.EnumerateArray())
        {
            baseline.Measure(Beat(beat));
            Same(Numbers(beat, "features"), baseline.Features);
            Same(Numbers(beat, "difference"), baseline.Difference);
            Assert.Equal(Number(beat, "distance"), baseline.Of(PersonalMeasure.RunningDistance), Tolerance);
            Assert.Equal(Number(beat, "distanceTimesPrematurity"), baseline.Of(PersonalMeasure.RunningDistanceTimesPrematurity), Tolerance);
            Assert.Equal(Number(beat, "qrsWidthRatio"), baseline.Of(PersonalMeasure.QrsWidthRatio), Tolerance);
            Assert.Equal(beat.GetProperty("ready").GetBoolean(), baseline.State == BaselineState.Ready);
            if (baseline.State == BaselineState.Ready) ready++;
            baseline.Learn();
        }

        Assert.InRange(ready, 1, beats.GetArrayLength() - 1);
    }

    [Fact]
    public void The_verdicts_are_those_of_training()
    {
        using var golden = Golden();
        var (pack, spec) = (Shipped(), Spec(golden));
        using var analyzer = new BeatAnalyzer(pack with { Manifest = pack.Manifest with { Baseline = spec } }, SampleRateHz);
        foreach (var beat in golden.RootElement.GetProperty("beats").EnumerateArray())
        {
            var verdict = analyzer.Analyze(Beat(beat));
            Same(Numbers(beat, "probabilities"), verdict.Probabilities);
            Assert.Equal(Number(beat, "anomalyScore"), verdict.Score, 1e-3);
            Assert.Equal(beat.GetProperty("class").GetString(), pack.Manifest.Classes[verdict.ClassIndex]);
            Assert.Equal(beat.GetProperty("anomalous").GetBoolean(), verdict.Anomalous);
        }
    }

    [Fact]
    public void The_risks_are_those_of_training()
    {
        using var golden = Golden();
        var (pack, spec) = (Shipped(), Spec(golden));
        var baseline = new WearerBaseline(spec, [], SampleRateHz);
        using var warning = new EarlyWarning(pack.Models.First(m => m.Spec.Role == ModelRole.EarlyWarning), "aami");
        foreach (var beat in golden.RootElement.GetProperty("beats").EnumerateArray())
        {
            var prefix = new BeatPrefix { Count = BeatWindow.Length };
            Numbers(beat, "window").CopyTo(prefix.Samples, 0);
            if (baseline.KnowsBeat) Same(Numbers(beat, "risks"), warning.Risks(prefix, baseline, Optional(beat, "before") ?? double.NaN));
            baseline.Measure(Beat(beat));
            baseline.Learn();
        }

        Assert.True(baseline.KnowsBeat);
    }

    private static JsonDocument Golden()
    {
        Assert.SkipUnless(File.Exists(GoldenPath), $"{GoldenPath} is missing");
        return JsonDocument.Parse(File.ReadAllText(GoldenPath));
    }

    private static LoadedPack Shipped()
    {
        Assert.SkipUnless(PackLoader.List(PackLoader.DefaultFolder).Contains("aami"), "no pack 'aami' in inference/models");
        return PackLoader.Load(PackLoader.DefaultFolder, "aami", Precision.Fp32);
    }

    private static BaselineSpec Spec(JsonDocument golden) => golden.RootElement.GetProperty("baseline").Deserialize(ManifestJson.Default.BaselineSpec)!;

    private static BeatWindow Beat(JsonElement beat)
    {
        var window = new BeatWindow
        {
            StartIndex = (long)Math.Round(Number(beat, "seconds") * SampleRateHz),
            Quality = (float)Number(beat, "quality"),
            Scale = (float)Number(beat, "scale"),
            Rr = new RrFeatures { PreviousSeconds = Optional(beat, "before"), NextSeconds = Optional(beat, "after") },
        };
        Numbers(beat, "window").CopyTo(window.Samples, 0);
        return window;
    }

    private static double Number(JsonElement beat, string name) => beat.GetProperty(name).GetDouble();

    private static double? Optional(JsonElement beat, string name) =>
        beat.GetProperty(name).ValueKind == JsonValueKind.Null ? null : Number(beat, name);

    private static float[] Numbers(JsonElement beat, string name) => [.. beat.GetProperty(name).EnumerateArray().Select(e => e.GetSingle())];

    private static void Same(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }
}

using System.Text.Json;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests;

/// <summary>What torch computed at the end of training, reproduced by the fp32 files in the shipped runtime.</summary>
public class GoldenTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void The_runtime_reproduces_torch()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Root, "tests", "golden", "ecg5000.json")));
        var pack = ShippedPack.Load(Precision.Fp32);
        using var analyzer = new BeatAnalyzer(pack);
        Assert.Equal(golden.RootElement.GetProperty("threshold").GetDouble(), pack.Manifest.Anomaly.Threshold, 1e-9);

        var windows = golden.RootElement.GetProperty("windows");
        Assert.True(windows.GetArrayLength() >= 8);
        foreach (var expected in windows.EnumerateArray())
        {
            var window = Numbers(expected.GetProperty("window"));
            var outputs = expected.GetProperty("outputs");
            var verdict = analyzer.Analyze(window);

            Same(Numbers(outputs.GetProperty("classifier").GetProperty("probabilities")), verdict.Probabilities);
            for (var i = 0; i < verdict.Parts.Length; i++)
            {
                var measure = expected.GetProperty("measures").GetProperty(pack.Manifest.Anomaly.Parts[i].Name).GetDouble();
                Assert.Equal(measure, verdict.Parts[i], Tolerance * Math.Max(1, measure));
            }

            Assert.Equal(expected.GetProperty("anomalyScore").GetDouble(), verdict.Score, 1e-3);
            Assert.Equal(expected.GetProperty("anomalous").GetBoolean(), verdict.Anomalous);
            Same(Numbers(outputs.GetProperty("instant-forecaster").GetProperty("forecast")), verdict.Forecast);
            if (analyzer.EarlyWarning is { } warning) Same(Numbers(outputs.GetProperty(warning.Name).GetProperty("risk")), warning.Risks(window));
        }
    }

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetSingle())];

    private static void Same(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }
}

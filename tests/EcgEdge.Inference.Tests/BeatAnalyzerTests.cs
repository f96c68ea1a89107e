using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;

namespace EcgEdge.Inference.Tests;

public class BeatAnalyzerTests
{
    private static float[] Window(int seed = 1)
    {
        var random = new Random(seed);
        var window = Enumerable.Range(0, 140).Select(i => Math.Sin(i * 0.1 * seed) + random.NextDouble()).ToArray();
        var mean = window.Average();
        var deviation = Math.Sqrt(window.Sum(v => (v - mean) * (v - mean)) / 139);
        return [.. window.Select(v => (float)((v - mean) / deviation))];
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Fp32)]
    public void A_verdict_is_complete(Precision precision)
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load(precision));
        var verdict = analyzer.Analyze(Window());

        Assert.Equal(1, verdict.Probabilities.Sum(), 1e-4);
        Assert.All(verdict.Probabilities, p => Assert.InRange(p, 0, 1));
        Assert.Equal(verdict.Probabilities.Max(), verdict.Probabilities[verdict.ClassIndex]);
        Assert.All(verdict.Parts, p => Assert.True(p > 0));
        Assert.All(verdict.Reconstruction, r => Assert.True(float.IsFinite(r)));
        Assert.Contains(verdict.Reconstruction, r => MathF.Abs(r) > 0.1f);
        Assert.True(verdict.ForecastRmse > 0);
        Assert.Equal(verdict.Score > verdict.Threshold, verdict.Anomalous);
    }

    [Fact]
    public void The_score_is_the_documented_combination_of_its_parts()
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load());
        var verdict = analyzer.Analyze(Window());
        var parts = analyzer.Pack.Manifest.Anomaly.Parts;
        var expected = parts.Select((p, i) => p.Weight * (Math.Log(verdict.Parts[i]) - p.LogMean) / p.LogSd).Sum();
        Assert.Equal(expected, verdict.Score, 1e-9);
    }

    [Fact]
    public void A_beat_does_not_remember_the_one_before()
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load());
        var first = Copy(analyzer.Analyze(Window(1)));
        analyzer.Analyze(Window(2));
        Assert.Equal(first, Copy(analyzer.Analyze(Window(1))));

        static double[] Copy(BeatVerdict v) => [v.Score, v.ClassIndex, v.ForecastRmse, .. v.Parts, .. v.Reconstruction, .. v.Forecast, .. v.Probabilities];
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Fp32)]
    public void A_beat_allocates_nothing(Precision precision)
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load(precision));
        var window = Window();
        for (var i = 0; i < 100; i++) analyzer.Analyze(window);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++) analyzer.Analyze(window);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

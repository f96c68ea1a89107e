using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests;

/// <summary>What the analyser makes of models whose answers can be worked out by hand.</summary>
public class TinyPackTests
{
    private static readonly float[] s_window = [.. Enumerable.Range(0, 140).Select(i => MathF.Sin(i * 0.3f) + (i < 30 ? 1 : -0.2f))];

    [Fact]
    public void Probabilities_are_the_weighted_mean_of_the_members()
    {
        var pack = TinyPack.Load();
        using var analyzer = new BeatAnalyzer(pack);
        using BeatClassifier first = Open("classifier"), second = Open("second");
        var inputs = new BeatInputs(0);
        s_window.CopyTo(inputs.Window, 0);
        first.Run(inputs);
        second.Run(inputs);

        var verdict = analyzer.Analyze(s_window);
        for (var k = 0; k < 5; k++) Assert.Equal(0.75f * first.Probabilities[k] + 0.25f * second.Probabilities[k], verdict.Probabilities[k], 1e-6);
        Assert.Equal(verdict.Probabilities.Max(), verdict.Probabilities[verdict.ClassIndex]);
        Assert.NotEqual(first.Probabilities[0], second.Probabilities[0]);

        BeatClassifier Open(string name) => new(pack.Models.First(m => m.Spec.Name == name), "tiny");
    }

    [Fact]
    public void The_reconstruction_is_what_was_expected_and_its_error_the_score()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load());
        var verdict = analyzer.Analyze(s_window);
        for (var i = 0; i < 140; i++) Assert.Equal(s_window[i] / 2, verdict.Expected[i], 1e-6);
        var error = s_window.Sum(v => v * v / 4.0) / 140;
        Assert.Equal(error, verdict.Parts[0], 1e-5);
        Assert.Equal(Math.Log(error), verdict.Score, 1e-5);
        Assert.Equal(["autoencoder"], analyzer.PartNames);
    }

    [Fact]
    public void The_forecast_is_set_against_every_sample_from_the_eighth()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load());
        var verdict = analyzer.Analyze(s_window);
        Assert.Equal(0, verdict.Forecast[0]);
        Assert.Equal(s_window[..139], verdict.Forecast[1..]);
        Assert.Equal(Math.Sqrt(Enumerable.Range(8, 132).Average(i => Math.Pow(s_window[i] - s_window[i - 1], 2))), verdict.ForecastRmse, 1e-5);
    }

    [Fact]
    public void The_first_warning_stays_with_its_beat()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load(), 250);
        Assert.False(analyzer.Warn(Prefix(1000, 20, 0.4f)));
        Assert.True(analyzer.Warn(Prefix(1000, 60, 0.4f)));
        Assert.False(analyzer.Warn(Prefix(1000, 120, 9)));

        var verdict = analyzer.Analyze(Beat(1000));
        Assert.Equal(60, verdict.WarnedAt);
        Assert.Equal(0.2, verdict.WarnedAfterSeconds!.Value, 1e-9);
        Assert.Null(analyzer.Analyze(Beat(1200)).WarnedAt);
        Assert.Null(analyzer.Verdict.WarnedAfterSeconds);
    }

    [Fact]
    public void A_length_at_which_the_model_does_not_judge_is_no_warning()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load());
        Assert.False(analyzer.Warn(Prefix(1000, 61, 9)));
    }

    [Theory]
    [InlineData("brittle", "out of data bounds")]
    [InlineData("hollow", "no finite probabilities")]
    public void A_model_that_fails_gives_no_verdict(string name, string expected)
    {
        using var analyzer = new BeatAnalyzer(PackLoader.Load(TestPacks.Folder, name, Precision.Int8));
        var window = new float[140];
        window[0] = 3;
        var error = Assert.Throws<InferenceException>(() => analyzer.Analyze(window));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        window[0] = 0;
        Assert.Equal(0.2f, analyzer.Analyze(window).Probabilities[0], 1e-5);
    }

    [Fact]
    public void Beats_and_their_beginnings_allocate_nothing()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load());
        var (beat, prefix) = (Beat(1000), Prefix(900, 60, 0));
        for (var i = 0; i < 100; i++) Judge();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++) Judge();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Judge()
        {
            analyzer.Warn(prefix);
            analyzer.Analyze(beat);
        }
    }

    private static BeatPrefix Prefix(long peak, int count, float level)
    {
        var prefix = new BeatPrefix { RPeak = peak, Count = count, ReportedAt = peak + 50 };
        Array.Fill(prefix.Samples, level, 0, count);
        return prefix;
    }

    private static BeatWindow Beat(long peak)
    {
        var beat = new BeatWindow { StartIndex = peak, EndIndex = peak + 200, EndsAtPeak = true, RrSeconds = 0.8, Quality = 1 };
        s_window.CopyTo(beat.Samples, 0);
        return beat;
    }
}

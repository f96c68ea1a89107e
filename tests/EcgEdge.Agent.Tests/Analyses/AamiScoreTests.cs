using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Tests.Analyses;

public class AamiScoreTests
{
    // 100 samples per second, so beats match within 15 samples.
    private static readonly Recording s_recording = new("ten beats", 100, new float[1100],
    [
        new(100, "V"), new(200, "N"), new(300, "L"), new(400, "V"), new(500, "A"), new(600, "V"), new(700, "/"), new(800, "!"), new(900, "V"), new(1000, "N"),
    ]);

    [Fact]
    public void A_small_case_worked_by_hand()
    {
        AnalyzedBeat[] told =
        [
            Beat(100, AamiClass.N, 0), Beat(205, AamiClass.N, 0), Beat(300, AamiClass.V, 3), Beat(410, AamiClass.V, 4, warned: 0.2), Beat(500, AamiClass.N, 1),
            Beat(600, AamiClass.V, 5, warned: 0.4), Beat(650, AamiClass.V, 2), Beat(700, AamiClass.Q, 0), Beat(1000, AamiClass.N, 0.5, warned: 0.1),
        ];
        // The first 1.5 s were calibration; the beats from 8 s to 8.5 s are flutter.
        var score = AamiScore.Of(s_recording, told, 1.5, [(800, 850)]);
        var figures = score.Figures(warns: true);
        Assert.Equal((8, 1, 1), (figures.Beats, figures.Missed, figures.Extra));
        Assert.Equal([2, 0, 1, 0, 0, 0], figures.Confusion[0]);
        Assert.Equal([1, 0, 0, 0, 0, 0], figures.Confusion[1]);
        Assert.Equal([0, 0, 2, 0, 0, 1], figures.Confusion[2]);
        Assert.Equal([0, 0, 0, 0, 1, 0], figures.Confusion[4]);
        Assert.Equal([0, 0, 1, 0, 0, 0], figures.Confusion[5]);
        Assert.Equal(5.0 / 8, figures.Accuracy, 9);

        var v = figures.PerClass[2];
        Assert.Equal((3, 2.0 / 3, 0.5, 4.0 / 7), (v.Support, v.Sensitivity, v.PositivePredictivity, v.F1));
        Assert.Equal((2.0 / 3 + 0 + 4.0 / 7) / 3, figures.MacroF1, 9);
        // V scores 4 and 5; the rest 0, 3, 1, 0, 0.5.
        Assert.Equal(1, figures.Anomaly.VAgainstRestAuc);
        Assert.Equal((1.0, 1.0 / 3), (figures.Anomaly.VSensitivity, figures.Anomaly.NFalsePositives));
        Assert.Equal(new AamiWarningFigures(1, 1.0 / 3, 0.4), figures.EarlyWarning);
    }

    [Fact]
    public void Records_are_pooled_beat_by_beat()
    {
        AnalyzedBeat[] told = [Beat(400, AamiClass.V, 4), Beat(200, AamiClass.N, 0)];
        var pooled = new AamiScore();
        pooled.Add(AamiScore.Of(s_recording, [told[1], told[0]], 0, []));
        pooled.Add(AamiScore.Of(s_recording with { Beats = [new(400, "N")] }, [told[0]], 0, []));
        var figures = pooled.Figures(warns: false);
        // A flutter wave is no beat, so one record has nine and the other one.
        Assert.Equal(10, figures.Beats);
        Assert.Equal(7, figures.Missed);
        Assert.Equal(0.5, figures.PerClass[2].PositivePredictivity);
        Assert.Null(figures.EarlyWarning);
    }

    private static AnalyzedBeat Beat(long sample, AamiClass told, double score, double? warned = null) =>
        new(sample, sample / 100.0, null, told, new float[5], score, score > 2, 1, warned);
}

using EcgEdge.Inference.Evaluation;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;

namespace EcgEdge.Inference.Tests.Evaluation;

public class FiguresTests
{
    [Fact]
    public void Anomaly_figures_of_a_small_case_worked_by_hand()
    {
        // Descending: 0.9+ 0.8- 0.7+ 0.4+ 0.1-; threshold 0.5.
        var figures = AnomalyFigures.Of([0.1, 0.4, 0.7, 0.8, 0.9], [false, true, true, false, true], 0.5);
        Assert.Equal(3.0 / 5, figures.Accuracy, 9);
        Assert.Equal(2.0 / 3, figures.Precision, 9);
        Assert.Equal(2.0 / 3, figures.Recall, 9);
        Assert.Equal(2.0 / 3, figures.F1, 9);
        Assert.Equal(4.0 / 6, figures.Auc!.Value, 9);
        Assert.Equal((1 + 2.0 / 3 + 3.0 / 4) / 3, figures.Auprc!.Value, 9);
    }

    [Fact]
    public void Ties_count_one_half()
    {
        var figures = AnomalyFigures.Of([1, 1, 1, 1], [true, false, true, false], 2);
        Assert.Equal(0.5, figures.Auc!.Value, 9);
        Assert.Equal(0.5, figures.Auprc!.Value, 9);
    }

    [Fact]
    public void Areas_are_unknown_when_one_kind_is_missing() =>
        Assert.Null(AnomalyFigures.Of([1, 2], [false, false], 1.5).Auc);

    [Fact]
    public void A_score_at_the_threshold_is_normal() =>
        Assert.Equal(1, AnomalyFigures.Of([1.5, 2], [false, true], 1.5).Accuracy);

    [Fact]
    public void Calibration_sets_what_was_said_against_what_was_right()
    {
        var figures = CalibrationFigures.Of([0.95f, 0.91f, 0.55f, 0.51f, 1f], [true, false, true, true, true]);
        Assert.Equal([2, 3], figures.Bins.Select(b => b.Beats));
        Assert.Equal(0.53, figures.Bins[0].Confidence, 1e-6);
        Assert.Equal(1, figures.Bins[0].Accuracy);
        Assert.Equal((0.4 * 0.47) + (0.6 * (2.86 / 3 - 2.0 / 3)), figures.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void Early_warning_counts_at_each_length_and_so_far()
    {
        using var model = new EarlyWarning(TinyPack.Load().Models.First(m => m.Spec.Role == ModelRole.EarlyWarning), "tiny");
        var scorer = new EarlyWarningScorer(model);
        // Risks are means so far: warned at 20 only, never, at 120 only, never.
        scorer.Add(Steps(1, -1, -1), anomalous: true);
        scorer.Add(Steps(-1, -1, -1), anomalous: true);
        scorer.Add(Steps(-1, 0.3f, 1), anomalous: false);
        scorer.Add(Steps(0, 0, 0), anomalous: false);
        var figures = scorer.Figures();
        Assert.Equal([20, 60, 120], figures.Select(f => f.At));
        Assert.Equal([0.5, 0, 0], figures.Select(f => f.Tpr));
        Assert.Equal([0, 0, 0.5], figures.Select(f => f.Fpr));
        Assert.Equal([0.5, 0.5, 0.5], figures.Select(f => f.TprSoFar));
        Assert.Equal([0, 0, 0.5], figures.Select(f => f.FprSoFar));
        Assert.Equal([0.5, 0, 0], figures.Select(f => f.TprAtOnePercent));
        // Of the four pairs at 20 samples two are told right, one is a tie.
        Assert.Equal(2.5 / 4, figures[0].Auc!.Value, 9);

        static float[] Steps(float first, float second, float third) =>
            [.. Enumerable.Repeat(first, 20), .. Enumerable.Repeat(second, 40), .. Enumerable.Repeat(third, 80)];
    }

    [Fact]
    public void The_one_percent_limit_lets_one_normal_beat_in_a_hundred_pass()
    {
        using var model = new EarlyWarning(TinyPack.Load().Models.First(m => m.Spec.Role == ModelRole.EarlyWarning), "tiny");
        var scorer = new EarlyWarningScorer(model);
        for (var i = 1; i <= 200; i++) scorer.Add([.. Enumerable.Repeat(i / 200f, 140)], anomalous: false);
        scorer.Add([.. Enumerable.Repeat(0.9925f, 140)], anomalous: true);
        scorer.Add([.. Enumerable.Repeat(0.985f, 140)], anomalous: true);
        Assert.Equal(0.5, scorer.Figures()[0].TprAtOnePercent);
    }

    [Fact]
    public void Classification_figures_of_a_small_case_worked_by_hand()
    {
        var figures = ClassificationFigures.Of(["a", "b", "c"], [[8, 2, 0], [1, 3, 0], [0, 0, 0]]);
        Assert.Equal(11.0 / 14, figures.Accuracy, 9);
        Assert.Equal((0.8 + 0.75) / 2, figures.BalancedAccuracy, 9);
        Assert.Equal((2 * 8.0 / 19 + 2 * 3.0 / 9) / 2, figures.MacroF1, 9);
        Assert.Equal(8.0 / 9, figures.PerClass[0].PositivePredictivity, 9);
        Assert.Equal(4, figures.PerClass[1].Support);
    }
}

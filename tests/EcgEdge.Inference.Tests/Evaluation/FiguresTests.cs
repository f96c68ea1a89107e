using EcgEdge.Inference.Evaluation;

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

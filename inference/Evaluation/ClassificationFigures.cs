namespace EcgEdge.Inference.Evaluation;

/// <summary>How well classes are told.</summary>
/// <param name="Accuracy">Part of all beats told right.</param>
/// <param name="BalancedAccuracy">Mean recall over the classes that occur.</param>
/// <param name="MacroF1">Mean F1 over the classes that occur.</param>
/// <param name="Confusion">Counts; rows are true classes, columns told ones.</param>
/// <param name="PerClass">The same per class.</param>
public sealed record ClassificationFigures(
    double Accuracy, double BalancedAccuracy, double MacroF1, int[][] Confusion, IReadOnlyList<ClassFigures> PerClass)
{
    /// <summary>Computes the figures from a confusion matrix.</summary>
    /// <param name="classes">Class names in the order of rows and columns.</param>
    /// <param name="confusion">Counts; rows are true classes.</param>
    public static ClassificationFigures Of(IReadOnlyList<string> classes, int[][] confusion)
    {
        var perClass = new ClassFigures[classes.Count];
        int right = 0, all = 0;
        for (var k = 0; k < classes.Count; k++)
        {
            int support = confusion[k].Sum(), called = confusion.Sum(row => row[k]), hit = confusion[k][k];
            perClass[k] = new ClassFigures(
                classes[k], support, support == 0 ? 0 : (double)hit / support, called == 0 ? 0 : (double)hit / called,
                support + called == 0 ? 0 : 2.0 * hit / (support + called));
            right += hit;
            all += support;
        }

        var present = perClass.Where(c => c.Support > 0).ToArray();
        return new ClassificationFigures(
            all == 0 ? 0 : (double)right / all,
            present.Length == 0 ? 0 : present.Average(c => c.Sensitivity),
            present.Length == 0 ? 0 : present.Average(c => c.F1),
            confusion,
            perClass);
    }
}

/// <summary>Figures of one class.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Support">True beats of it.</param>
/// <param name="Sensitivity">Part of them told right.</param>
/// <param name="PositivePredictivity">Part of the beats told as this class that are.</param>
/// <param name="F1">Harmonic mean of the two.</param>
public sealed record ClassFigures(string Class, int Support, double Sensitivity, double PositivePredictivity, double F1);

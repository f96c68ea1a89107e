namespace EcgEdge.Inference.Evaluation;

/// <summary>
/// How well scores part anomalous beats (the positive class) from normal ones. AUC and AUPRC hold for every threshold, the rest for the
/// pack's own.
/// </summary>
/// <param name="Auc">Area under the ROC curve; ties count one half.</param>
/// <param name="Auprc">Average precision: precision summed over the steps of recall.</param>
/// <param name="Accuracy">Part of all beats told right.</param>
/// <param name="Precision">Part of the beats called anomalous that are.</param>
/// <param name="Recall">Part of the anomalous beats that are called so.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Threshold">Score above which a beat is called anomalous.</param>
public sealed record AnomalyFigures(double? Auc, double? Auprc, double Accuracy, double Precision, double Recall, double F1, double Threshold)
{
    /// <summary>Computes the figures from one score and one truth per beat.</summary>
    public static AnomalyFigures Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> anomalous, double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, anomalous.Length, nameof(anomalous));
        int tp = 0, fp = 0, fn = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var called = scores[i] > threshold;
            if (called && anomalous[i]) tp++;
            else if (called) fp++;
            else if (anomalous[i]) fn++;
        }

        var (auc, auprc) = Areas(scores, anomalous);
        return new AnomalyFigures(
            auc, auprc, Ratio(scores.Length - fp - fn, scores.Length), Ratio(tp, tp + fp), Ratio(tp, tp + fn), Ratio(2 * tp, 2 * tp + fp + fn), threshold);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static (double? Auc, double? Auprc) Areas(ReadOnlySpan<double> scores, ReadOnlySpan<bool> anomalous)
    {
        var keys = scores.ToArray();
        var truth = anomalous.ToArray();
        Array.Sort(keys, truth);
        double positives = truth.Count(t => t), negatives = truth.Length - positives;
        if (positives == 0 || negatives == 0) return (null, null);

        double tp = 0, fp = 0, auc = 0, auprc = 0;
        for (var i = keys.Length - 1; i >= 0;)
        {
            double tpHere = 0, fpHere = 0;
            for (var tie = keys[i]; i >= 0 && keys[i] == tie; i--)
            {
                if (truth[i]) tpHere++;
                else fpHere++;
            }

            auc += fpHere * (tp + tpHere / 2);
            tp += tpHere;
            fp += fpHere;
            auprc += tpHere / positives * (tp / (tp + fp));
        }

        return (auc / (positives * negatives), auprc);
    }
}

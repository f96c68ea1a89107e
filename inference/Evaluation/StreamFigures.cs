namespace EcgEdge.Inference.Evaluation;

/// <summary>Detection of the beats of a played signal.</summary>
/// <param name="Replayed">Beats played.</param>
/// <param name="Found">Those with an R peak within the tolerance of the place where they begin.</param>
/// <param name="Sensitivity">Found over replayed.</param>
/// <param name="PositivePredictivity">Found over all R peaks reported.</param>
/// <param name="ToleranceMs">How far an R peak may lie from the true place, milliseconds.</param>
/// <param name="MedianOffsetMs">Median distance from the true place of normal beats to their reported R peak.</param>
/// <param name="EarlyWarning">Warnings given before beats had ended; null when the pack has no such model.</param>
public sealed record StreamFigures(
    int Replayed, int Found, double Sensitivity, double PositivePredictivity, double ToleranceMs, double? MedianOffsetMs, StreamWarningFigures? EarlyWarning);

/// <summary>Warnings given live, on a normalisation that knows only the beats before.</summary>
/// <param name="Tpr">Anomalous beats warned of.</param>
/// <param name="Fpr">Normal beats warned of.</param>
/// <param name="MedianAfterMs">From the R peak to the warning, median over anomalous beats, milliseconds; null without any.</param>
public sealed record StreamWarningFigures(double Tpr, double Fpr, double? MedianAfterMs);

namespace EcgEdge.Inference.Evaluation;

/// <summary>How well beats are told from their first samples; the anomalous classes are the positive ones.</summary>
/// <param name="At">Samples known.</param>
/// <param name="Threshold">The pack's threshold there.</param>
/// <param name="Tpr">Anomalous beats warned of at this length.</param>
/// <param name="Fpr">Normal beats warned of at this length.</param>
/// <param name="TprSoFar">Anomalous beats warned of at this length or an earlier one, as the live path does.</param>
/// <param name="FprSoFar">Normal beats warned of at this length or an earlier one.</param>
/// <param name="TprAtOnePercent">Anomalous beats above the risk that at most 1 % of the normal beats here exceed.</param>
/// <param name="Auc">Area under the ROC curve.</param>
public sealed record EarlyWarningFigures(
    int At, double Threshold, double Tpr, double Fpr, double TprSoFar, double FprSoFar, double TprAtOnePercent, double? Auc);

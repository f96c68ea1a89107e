namespace EcgEdge.Inference.Evaluation;

/// <summary>How well one part of the anomaly score tells anomalous from normal beats on its own.</summary>
/// <param name="Part">Name of the part: of its model, or of its measure.</param>
/// <param name="Weight">Its weight within the score.</param>
/// <param name="Auc">Area under the ROC curve; null when one kind of beat is missing.</param>
/// <param name="Auprc">Average precision; null when one kind of beat is missing.</param>
public sealed record PartFigures(string Part, double Weight, double? Auc, double? Auprc);

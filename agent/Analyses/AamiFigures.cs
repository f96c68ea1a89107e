namespace EcgEdge.Agent.Analyses;

/// <summary>
/// Beats told apart as ANSI/AAMI EC57 counts them: a beat is told when a detection lies within 150 ms; a missed beat is against its class's
/// sensitivity, a detection that is no beat against the positive predictivity of the class it was told.
/// </summary>
/// <param name="Beats">True beats scored.</param>
/// <param name="Missed">Those without a detection.</param>
/// <param name="Extra">Detections that are no true beat.</param>
/// <param name="Accuracy">Part of the true beats told right.</param>
/// <param name="MacroF1">Mean F1 of those of N, S and V that occur.</param>
/// <param name="PerClass">Per class N, S, V, F, Q.</param>
/// <param name="Confusion">Counts; rows are the true classes N S V F Q and none, columns the told ones and none.</param>
/// <param name="Anomaly">How the anomaly score tells beats; null when only one kind occurs.</param>
/// <param name="EarlyWarning">Warnings given before beats had ended, V being what to warn of; null when the pack gives none.</param>
public sealed record AamiFigures(
    int Beats,
    int Missed,
    int Extra,
    double Accuracy,
    double MacroF1,
    IReadOnlyList<Inference.Evaluation.ClassFigures> PerClass,
    int[][] Confusion,
    AamiAnomalyFigures Anomaly,
    AamiWarningFigures? EarlyWarning);

/// <summary>How the anomaly score, which knows no labels, tells matched beats.</summary>
/// <param name="VAgainstRestAuc">V against all others, area under the ROC curve; null when one kind is missing.</param>
/// <param name="OthersAgainstNAuc">All others against N; null when one kind is missing.</param>
/// <param name="VSensitivity">Part of the V beats called anomalous.</param>
/// <param name="NFalsePositives">Part of the N beats called anomalous.</param>
public sealed record AamiAnomalyFigures(double? VAgainstRestAuc, double? OthersAgainstNAuc, double VSensitivity, double NFalsePositives);

/// <summary>Early warnings on matched beats.</summary>
/// <param name="VWarned">Part of the V beats warned of.</param>
/// <param name="NWarned">Part of the N beats warned of.</param>
/// <param name="MedianAfterS">From the R peak to the warning, median over V beats, seconds; null without any.</param>
public sealed record AamiWarningFigures(double VWarned, double NWarned, double? MedianAfterS);

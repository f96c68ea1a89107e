namespace EcgEdge.Agent.Commands;

/// <summary>R peaks of records set against their reference annotations, beats pooled.</summary>
/// <param name="Records">The records, one by one.</param>
/// <param name="Beats">True beats scored.</param>
/// <param name="Missed">True beats not found within 150 ms.</param>
/// <param name="Extra">Detections that are no true beat.</param>
/// <param name="Sensitivity">At 150 ms.</param>
/// <param name="PositivePredictivity">At 150 ms.</param>
/// <param name="F1Within50Ms">F1 at 50 ms.</param>
/// <param name="MedianErrorMs">Median absolute distance of a detection from its true beat.</param>
/// <param name="DelayP50Ms">From the R peak to its report, median.</param>
/// <param name="DelayP95Ms">The same, 95th percentile.</param>
/// <param name="DelayMaxMs">The same, longest.</param>
public sealed record DetectionFigures(
    IReadOnlyList<RecordDetection> Records,
    int Beats,
    int Missed,
    int Extra,
    double Sensitivity,
    double PositivePredictivity,
    double F1Within50Ms,
    double MedianErrorMs,
    double DelayP50Ms,
    double DelayP95Ms,
    double DelayMaxMs);

/// <summary>One record's detections.</summary>
/// <param name="Record">Its name.</param>
/// <param name="Channel">The channel read.</param>
/// <param name="RPeaks">R peaks detected.</param>
/// <param name="Written">The annotation file written; null when none was.</param>
/// <param name="Beats">True beats scored; null without a reference.</param>
/// <param name="Missed">Not found within 150 ms; null without a reference.</param>
/// <param name="Extra">No true beat; null without a reference.</param>
public sealed record RecordDetection(string Record, string Channel, int RPeaks, string? Written, int? Beats, int? Missed, int? Extra);

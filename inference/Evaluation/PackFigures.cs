namespace EcgEdge.Inference.Evaluation;

/// <summary>What a pack reaches on labelled beats.</summary>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Precision">int8 or fp32.</param>
/// <param name="Beats">Beats scored.</param>
/// <param name="Anomaly">Normal class against all others.</param>
/// <param name="Classification">All classes.</param>
/// <param name="Forecast">Null when the pack has no instant forecaster.</param>
/// <param name="Stream">How many beats were found when the beats were played as a signal; null when they were not.</param>
public sealed record PackFigures(
    string Pack,
    string Version,
    string Precision,
    int Beats,
    AnomalyFigures Anomaly,
    ClassificationFigures Classification,
    ForecastFigures? Forecast,
    StreamFigures? Stream);

/// <summary>Detection of the beats of a played signal.</summary>
/// <param name="Replayed">Beats played.</param>
/// <param name="Found">Those with an R peak within the tolerance of the place where they begin.</param>
/// <param name="Sensitivity">Found over replayed.</param>
/// <param name="PositivePredictivity">Found over all R peaks reported.</param>
/// <param name="ToleranceMs">How far an R peak may lie from the true place, milliseconds.</param>
/// <param name="MedianOffsetMs">Median distance from the true place of normal beats to their reported R peak.</param>
public sealed record StreamFigures(
    int Replayed, int Found, double Sensitivity, double PositivePredictivity, double ToleranceMs, double? MedianOffsetMs);

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
/// <param name="Parts">Each part of the anomaly score on its own.</param>
/// <param name="Calibration">How far probabilities can be taken at their word.</param>
/// <param name="BlockForecasts">Every model that forecasts the rest of a beat.</param>
/// <param name="EarlyWarning">Beats told from their first samples, one entry per length; null when the pack has no such model.</param>
public sealed record PackFigures(
    string Pack,
    string Version,
    string Precision,
    int Beats,
    AnomalyFigures Anomaly,
    ClassificationFigures Classification,
    ForecastFigures? Forecast,
    StreamFigures? Stream,
    IReadOnlyList<PartFigures> Parts,
    CalibrationFigures Calibration,
    IReadOnlyList<BlockForecastFigures> BlockForecasts,
    IReadOnlyList<EarlyWarningFigures>? EarlyWarning);

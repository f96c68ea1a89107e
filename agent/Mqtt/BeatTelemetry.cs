namespace EcgEdge.Agent.Mqtt;

/// <summary>A beat, on the topic <c>beat</c>.</summary>
/// <param name="At">Time of its R peak, UTC.</param>
/// <param name="Index">Sample index of its R peak.</param>
/// <param name="EndIndex">Sample index of the R peak that ends it.</param>
/// <param name="RrMs">Interval between the two.</param>
/// <param name="Class">Class name.</param>
/// <param name="Probability">Probability of that class, 0 to 1.</param>
/// <param name="Score">Anomaly score.</param>
/// <param name="Threshold">Its limit.</param>
/// <param name="Anomalous">Whether the score is above it.</param>
/// <param name="Quality">Signal quality, 0 to 1.</param>
/// <param name="Learning">Whether what is usual for the wearer was still being learned.</param>
public sealed record BeatTelemetry(
    DateTimeOffset At, long Index, long EndIndex, double RrMs, string Class, double Probability, double Score, double Threshold, bool Anomalous,
    double Quality, bool Learning);

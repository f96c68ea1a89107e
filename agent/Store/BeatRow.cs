namespace EcgEdge.Agent.Store;

/// <summary>One analysed beat as the store keeps it and REST returns it.</summary>
/// <param name="Id">Row number, rising; 0 before it is stored.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="At">Wall time of the R peak, UTC.</param>
/// <param name="Index">Sample index of the R peak.</param>
/// <param name="EndIndex">Sample index of the next R peak.</param>
/// <param name="RrMs">Milliseconds between the two.</param>
/// <param name="Class">Class name.</param>
/// <param name="Probability">Probability of that class, 0 to 1.</param>
/// <param name="Score">Anomaly score.</param>
/// <param name="Threshold">Score above which it counts as anomalous.</param>
/// <param name="Anomalous">Whether it does.</param>
/// <param name="Quality">Signal quality, 0 to 1.</param>
public sealed record BeatRow(
    long Id,
    string Channel,
    DateTimeOffset At,
    long Index,
    long EndIndex,
    double RrMs,
    string Class,
    double Probability,
    double Score,
    double Threshold,
    bool Anomalous,
    double Quality);

using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Pipeline;

/// <summary>What one channel's beats say now.</summary>
/// <param name="HeartRateBpm">Null when unknown.</param>
/// <param name="RrSeconds">Last RR interval; null when unknown.</param>
/// <param name="Quality">Signal quality of the last second, 0 to 1.</param>
/// <param name="QualityReasons">What lowered it.</param>
/// <param name="AnomalyRatePercent">Anomalous among the last 60 beats; null before the first.</param>
/// <param name="Variability">Heart rate variability over the last five minutes; null while too little is known.</param>
/// <param name="Beats">Beats judged so far.</param>
/// <param name="Baseline">Whether what is usual for the wearer is known.</param>
/// <param name="LearningSecondsLeft">Seconds until it is, at the earliest.</param>
/// <param name="Warnings">Beats warned of before they had ended.</param>
/// <param name="WarnedIndex">Sample index of the R peak of the last of them; null before the first.</param>
public readonly record struct VitalSigns(
    double? HeartRateBpm,
    double? RrSeconds,
    float Quality,
    QualityReason QualityReasons,
    double? AnomalyRatePercent,
    HeartRateVariabilityValues? Variability,
    long Beats,
    BaselineState Baseline,
    double LearningSecondsLeft,
    long Warnings,
    long? WarnedIndex);

namespace EcgEdge.Agent.Pipeline;

/// <summary>What one channel's beats say now.</summary>
/// <param name="Index">Sample index up to which this holds.</param>
/// <param name="HeartRateBpm">Null when unknown.</param>
/// <param name="RrSeconds">Last RR interval; null when unknown.</param>
/// <param name="Quality">Signal quality of the last beat, 0 to 1.</param>
/// <param name="AnomalyRatePercent">Anomalous among the last 60 beats; null before the first.</param>
/// <param name="Beats">Beats judged so far.</param>
public readonly record struct VitalSigns(
    long Index, double? HeartRateBpm, double? RrSeconds, float Quality, double? AnomalyRatePercent, long Beats);

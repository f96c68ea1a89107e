namespace EcgEdge.Agent.Analyses;

/// <summary>What is asked of an analysis.</summary>
/// <param name="Name">What the file is called.</param>
/// <param name="Record">Which of several recordings; null for the only one.</param>
/// <param name="Lead">Name or index of the signal; null for the first ECG.</param>
/// <param name="Pack">Model pack of a continuous recording; null for aami.</param>
/// <param name="SampleRateHz">Samples per second, for a file that does not say.</param>
/// <param name="CalibrateSeconds">Seconds on which the wearer's baseline is learned; null for the pack's own.</param>
public sealed record AnalysisRequest(string Name, string? Record, string? Lead, string? Pack, double? SampleRateHz, double? CalibrateSeconds);

using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>What <c>analyze</c> made of one or several records.</summary>
/// <param name="Pack">Model pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Precision">int8 or fp32.</param>
/// <param name="CalibrateSeconds">Seconds on which the wearer's baseline was learned; null for a pack that needs none.</param>
/// <param name="Records">The records, one by one.</param>
/// <param name="Pooled">All records together; null without a reference.</param>
public sealed record AnalyzeFigures(
    string Pack, string Version, string Precision, double? CalibrateSeconds, IReadOnlyList<RecordAnalysis> Records, AamiFigures? Pooled);

/// <summary>One record's beats.</summary>
/// <param name="Record">Its name.</param>
/// <param name="Channel">The channel read.</param>
/// <param name="Beats">Beats judged.</param>
/// <param name="Classes">Beats per class.</param>
/// <param name="Anomalous">Beats called anomalous.</param>
/// <param name="Warned">Beats warned of before they had ended.</param>
/// <param name="Annotations">The annotation file written; null when none was.</param>
/// <param name="Table">The table of beats written; null when none was.</param>
/// <param name="Score">Set against the reference; null without one.</param>
public sealed record RecordAnalysis(
    string Record,
    string Channel,
    int Beats,
    IReadOnlyDictionary<string, int> Classes,
    int Anomalous,
    int Warned,
    string? Annotations,
    string? Table,
    AamiFigures? Score);

using System.Globalization;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Analyses;

/// <summary>One beat of a record with its verdict.</summary>
/// <param name="Sample">R peak, at the record's own rate.</param>
/// <param name="Seconds">The same in seconds from the record's start.</param>
/// <param name="RrSeconds">From the R peak before; null where unknown.</param>
/// <param name="Class">The likeliest class.</param>
/// <param name="Probabilities">Per class, N S V F Q; 0 for a class the pack does not tell.</param>
/// <param name="Score">Anomaly score; null for the first few beats, while nothing is known of the wearer.</param>
/// <param name="Anomalous">Whether it exceeds the threshold.</param>
/// <param name="Quality">Signal quality, 0 to 1.</param>
/// <param name="WarnedAfterSeconds">From the R peak to the early warning; null where there was none.</param>
internal sealed record AnalyzedBeat(
    long Sample,
    double Seconds,
    double? RrSeconds,
    AamiClass Class,
    float[] Probabilities,
    double? Score,
    bool Anomalous,
    float Quality,
    double? WarnedAfterSeconds)
{
    /// <summary>Header of the table of beats.</summary>
    public const string Columns = "sample,time_s,rr_s,class,p_n,p_s,p_v,p_f,p_q,anomaly_score,anomalous,quality,warned_after_s";

    /// <summary>The beat's row of the table.</summary>
    public string Row()
    {
        var probabilities = string.Join(',', Probabilities.Select(p => p.ToString("0.######", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Sample},{Seconds:0.####},{RrSeconds:0.####},{Class},{probabilities},{Score:0.######},{(Anomalous ? 1 : 0)},{Quality:0.###},{WarnedAfterSeconds:0.###}");
    }
}

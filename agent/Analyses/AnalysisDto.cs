using System.Text.Json.Serialization;
using EcgEdge.Inference.Evaluation;

namespace EcgEdge.Agent.Analyses;

/// <summary>What the beats of a file were judged to be.</summary>
/// <param name="Name">What the file is called.</param>
/// <param name="Pack">Model pack.</param>
/// <param name="Precision">int8 or fp32.</param>
/// <param name="Beats">Beats judged.</param>
/// <param name="Summary">Sums over them.</param>
/// <param name="Results">The beats, in order.</param>
public sealed record AnalysisDto(
    string Name, string Pack, string Precision, int Beats, AnalysisSummaryDto Summary, IReadOnlyList<AnalysedBeatDto> Results)
{
    /// <summary>How a continuous recording was read; left out for labelled beats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnalysedRecordingDto? Recording { get; init; }
}

/// <summary>Sums over a file.</summary>
/// <param name="Anomalous">Beats called anomalous.</param>
/// <param name="Classes">Beats per class told.</param>
/// <param name="Anomaly">Normal or anomalous against the labels of labelled beats; null without labels.</param>
/// <param name="Classification">Classes against labels or reference annotations; null without them.</param>
public sealed record AnalysisSummaryDto(
    int Anomalous, IReadOnlyDictionary<string, int> Classes, AnomalyFigures? Anomaly, AnalysedClassificationDto? Classification);

/// <summary>How well the classes of a file were told.</summary>
/// <param name="Accuracy">Part of the true beats told right.</param>
/// <param name="BalancedAccuracy">Mean sensitivity of the classes that occur.</param>
/// <param name="MacroF1">Mean F1 of the classes that occur; of N, S and V for a recording.</param>
/// <param name="Classes">Names of rows and columns; the last one of a recording is none, for beats missed or invented.</param>
/// <param name="Confusion">Counts; rows are true classes, columns told ones.</param>
public sealed record AnalysedClassificationDto(
    double Accuracy, double BalancedAccuracy, double MacroF1, IReadOnlyList<string> Classes, int[][] Confusion);

/// <summary>A continuous recording as it was read.</summary>
/// <param name="Channel">The signal read.</param>
/// <param name="SampleRateHz">Its samples per second.</param>
/// <param name="DurationS">Its length in seconds.</param>
/// <param name="CalibrateSeconds">Seconds on which the baseline was learned, which are not scored; null for a pack without one.</param>
/// <param name="ReferenceBeats">Beats of reference annotations that came with it.</param>
/// <param name="Notes">What was chosen, inferred or left out, one sentence each.</param>
public sealed record AnalysedRecordingDto(
    string Channel, double SampleRateHz, double DurationS, double? CalibrateSeconds, int ReferenceBeats, IReadOnlyList<string> Notes);

/// <summary>One beat of a file; line and label of a labelled one, the rest of a recording's.</summary>
/// <param name="Class">The likeliest class.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
/// <param name="Score">Anomaly score.</param>
/// <param name="Anomalous">Whether it exceeds the threshold.</param>
public sealed record AnalysedBeatDto(string Class, double Probability, double? Score, bool Anomalous)
{
    /// <summary>Line of the file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>True class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>R peak, in samples from the start at the recording's own rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sample { get; init; }

    /// <summary>The same in seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TimeS { get; init; }

    /// <summary>Seconds from the R peak before; left out where unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RrS { get; init; }

    /// <summary>Probability of every class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>Signal quality, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Quality { get; init; }

    /// <summary>Seconds from the R peak to the early warning; left out where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WarnedAfterS { get; init; }
}

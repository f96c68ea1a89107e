namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>The signal quality of one beat or one second.</summary>
/// <param name="Value">0 (useless) to 1 (clean).</param>
/// <param name="Reasons">What lowered it noticeably: each reason named would alone have taken the value to 0.83 or less.</param>
/// <param name="BaselineMillivolts">Standard deviation of the baseline (below 0.7 Hz) over the last four seconds.</param>
/// <param name="InBandMillivolts">Root mean square of the noise between QRS complexes within the analysis band, 8 to 40 Hz.</param>
/// <param name="HighMillivolts">Root mean square of the noise between QRS complexes above 40 Hz, mains included.</param>
/// <param name="MainsMillivolts">That part of it which is a tone at 50 or 60 Hz.</param>
/// <param name="QrsMillivolts">Peak-to-peak size of the QRS complex against which noise is weighed: a running median.</param>
/// <param name="Correlation">Of the beat with the template most like it, -1 to 1; null while there is none.</param>
public readonly record struct QualityReport(
    float Value,
    QualityReason Reasons,
    float BaselineMillivolts,
    float InBandMillivolts,
    float HighMillivolts,
    float MainsMillivolts,
    float QrsMillivolts,
    float? Correlation);

namespace EcgEdge.Acquisition.Signal;

/// <summary>A detected R peak.</summary>
/// <param name="Index">Sample index of the largest deflection of the QRS complex.</param>
/// <param name="ReportedAt">Index of the newest input sample when it was reported.</param>
/// <param name="FromSearchBack">Whether it was found only on looking back over too long a silence.</param>
public readonly record struct RPeak(long Index, long ReportedAt, bool FromSearchBack);

namespace EcgEdge.Acquisition.Sources;

/// <summary>A beat whose place and class are known, carried beside a recording so that results can be scored.</summary>
/// <param name="Index">Sample index of the R peak that begins the beat.</param>
/// <param name="Label">Class as its annotator wrote it.</param>
public readonly record struct TrueBeat(long Index, string Label);

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>One EDF+ annotation.</summary>
/// <param name="OnsetSeconds">Seconds after the start of the file.</param>
/// <param name="DurationSeconds">Seconds; null when not said.</param>
/// <param name="Text">What happened.</param>
public sealed record EdfAnnotation(double OnsetSeconds, double? DurationSeconds, string Text);

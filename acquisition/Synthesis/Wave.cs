namespace EcgEdge.Acquisition.Synthesis;

/// <summary>One wave of a beat: a Gaussian along the beat's phase.</summary>
/// <param name="Millivolts">Height, negative for a downward wave.</param>
/// <param name="Phase">Place relative to the R peak, in RR intervals; negative before it.</param>
/// <param name="Width">Standard deviation, in RR intervals.</param>
public readonly record struct Wave(double Millivolts, double Phase, double Width);

namespace EcgEdge.Acquisition.Signal;

/// <summary>A peak of the QRS feature.</summary>
/// <param name="Index">Index of the input sample at which the feature was highest.</param>
/// <param name="Height">The feature there.</param>
/// <param name="Slope">Steepest slope on the way to it.</param>
internal readonly record struct FeaturePeak(long Index, double Height, double Slope);

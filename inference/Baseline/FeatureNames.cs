namespace EcgEdge.Inference.Baseline;

/// <summary>The features that a pack can ask for, as training/FEATURES.md defines them.</summary>
public static class FeatureNames
{
    private const int PlainFrom = ShapeMeasures.Levelled;

    /// <summary>Distances whose own value is a feature; width and slope are features against their levels only.</summary>
    internal const int Distances = 6;

    /// <summary>All names, in the order in which the baseline computes them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Rhythm.Names,
        .. ShapeMeasures.Names.Take(Distances),
        .. ShapeMeasures.Names.Take(PlainFrom).Select(n => n + "_relative"),
        .. ShapeMeasures.Names.Skip(PlainFrom),
        "amplitude", "repeat", "whole_level", "p_wave_level", "p_correlation_level",
    ];
}

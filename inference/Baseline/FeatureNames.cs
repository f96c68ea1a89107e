namespace EcgEdge.Inference.Baseline;

/// <summary>PROVISIONAL</summary>
public static class FeatureNames
{
    public static IReadOnlyList<string> All { get; } = [];
}

namespace EcgEdge.Inference.Packs;

/// <summary>
/// Which classes of the packs are ventricular ectopic beats: V of ANSI/AAMI EC57 (fusion beats, F, are a class of their own there), and
/// the two kinds of premature ventricular contraction of ECG5000.
/// </summary>
public static class VentricularClasses
{
    private static readonly string[] s_names = ["V", "PVC", "R-on-T PVC"];

    /// <summary>For each class, in its order, whether it is ventricular.</summary>
    public static bool[] Among(IReadOnlyList<string> classes) => [.. classes.Select(c => s_names.Contains(c, StringComparer.Ordinal))];
}

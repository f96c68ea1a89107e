using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Analyses;

/// <summary>Ventricular flutter in reference annotations: it has no beats to score.</summary>
internal static class Flutter
{
    private static readonly int s_begins = WfdbCode.Find("["), s_ends = WfdbCode.Find("]");

    /// <summary>Stretches of ventricular flutter that an annotation file marks, in its sample indices.</summary>
    /// <exception cref="EcgFormatException">The file is no annotation file.</exception>
    public static IReadOnlyList<(long From, long To)> Of(string path)
    {
        var stretches = new List<(long, long)>();
        long? from = null;
        foreach (var annotation in WfdbAnnotations.Read(path).Items)
        {
            if (annotation.Code == s_begins) from = annotation.Sample;
            if (annotation.Code != s_ends || from is not { } begun) continue;
            stretches.Add((begun, annotation.Sample));
            from = null;
        }

        return stretches;
    }
}

using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>A pack's classes as WFDB annotations: a code where one fits, the class's own name in AUX where none does.</summary>
public static class BeatCode
{
    /// <summary>Subtype of a beat that was anomalous.</summary>
    public const sbyte Anomalous = 1;

    private const int LongestAuxiliary = byte.MaxValue;
    private const string Unclassified = "Q";

    // The AAMI classes are their own mnemonics; these are ECG5000's.
    private static readonly Dictionary<string, string> s_mnemonics = new()
    {
        ["N"] = "N",
        ["S"] = "S",
        ["V"] = "V",
        ["F"] = "F",
        ["Q"] = "Q",
        ["Normal"] = "N",
        ["R-on-T PVC"] = "r",
        ["PVC"] = "V",
        ["SP"] = "S",
        ["UB"] = "Q",
    };

    /// <summary>Annotation of a beat.</summary>
    /// <param name="sample">Sample of its R peak.</param>
    /// <param name="className">Class name of the pack.</param>
    /// <param name="anomalous">Whether its score was above the threshold.</param>
    public static WfdbAnnotation Annotation(long sample, string className, bool anomalous)
    {
        var known = s_mnemonics.TryGetValue(className, out var mnemonic);
        return new WfdbAnnotation(
            sample, WfdbCode.Find(mnemonic ?? Unclassified), anomalous ? Anomalous : (sbyte)0, Auxiliary: known ? "" : Auxiliary(className));
    }

    /// <summary>Annotation that is a note.</summary>
    public static WfdbAnnotation Note(long sample, string text) => new(sample, WfdbCode.Note, Auxiliary: Auxiliary(text));

    /// <summary>What an annotation says, for a table or a page: the text where it has one, else the mnemonic.</summary>
    public static string Label(WfdbAnnotation annotation) =>
        annotation.Auxiliary.TrimEnd('\0') is { Length: > 0 } text ? text : annotation.Mnemonic;

    private static string Auxiliary(string text) =>
        string.Concat(text.Take(LongestAuxiliary).Select(c => char.IsControl(c) || c > byte.MaxValue ? '?' : c));
}

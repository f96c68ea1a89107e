using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Rest;

/// <summary>Reasons of a low signal quality as REST and MQTT write them: <c>muscle-noise</c>, <c>leads-off</c> ...</summary>
internal static class QualityWords
{
    private static readonly (QualityReason Reason, string Word)[] s_words =
        [.. Enum.GetValues<QualityReason>().Where(r => r != QualityReason.None).Select(r => (r, Word(r.ToString())))];

    /// <summary>The words of all flags that are set.</summary>
    public static IReadOnlyList<string> Of(QualityReason reasons) => [.. s_words.Where(w => reasons.HasFlag(w.Reason)).Select(w => w.Word)];

    private static string Word(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

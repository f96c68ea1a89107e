using System.Globalization;

namespace EcgEdge.Agent.Options;

/// <summary>Checks every number against the range that its attribute gives.</summary>
internal static class OptionRanges
{
    /// <summary>One sentence for every number out of its range of which nothing has been said yet.</summary>
    public static IReadOnlyList<string> Validate(AgentOptions options, IReadOnlyList<string> known)
    {
        var told = known.Select(OptionsReader.KeyOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. OptionTree.Values(options).Where(v => v.Node.Range is { } range && v.Value is not null && !told.Contains(v.Key)
                && !range.Contains(Convert.ToDouble(v.Value, CultureInfo.InvariantCulture)))
            .Select(v => $"{v.Key} is {OptionValue.Text(v.Value!)}; expected {v.Node.Range}.")];
    }
}

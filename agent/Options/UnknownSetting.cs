namespace EcgEdge.Agent.Options;

/// <summary>Tells of a key that is not known, and of what was probably meant.</summary>
internal static class UnknownSetting
{
    private const int MostSuggested = 3;

    /// <param name="section">Where it was looked for.</param>
    /// <param name="key">Key of that section.</param>
    /// <param name="name">The name that is not there.</param>
    public static string Tell(OptionNode section, string key, string name)
    {
        var full = OptionTree.Join(key, name);
        if (NearestName.Among(section.Children.Select(c => c.Name), name) is { } near)
            return $"{full} is unknown; did you mean {OptionTree.Join(key, near)}?";
        string[] elsewhere = [.. Keys(OptionTree.Root, "").Where(k => Last(k).Equals(name, StringComparison.OrdinalIgnoreCase)).Take(MostSuggested)];
        return elsewhere.Length > 0
            ? $"{full} is unknown; did you mean {string.Join(" or ", elsewhere)}?"
            : $"{full} is unknown; expected {string.Join(", ", section.Children.Select(c => c.Name))}.";
    }

    private static string Last(string key) => key[(key.LastIndexOf(':') + 1)..];

    private static IEnumerable<string> Keys(OptionNode node, string key) => node.Shape switch
    {
        OptionShape.Value => [key],
        OptionShape.List => Keys(node.Children[0], OptionTree.Join(key, "0")),
        _ => node.Children.SelectMany(c => Keys(c, OptionTree.Join(key, c.Name)).Append(OptionTree.Join(key, c.Name))).Where(k => k.Length > 0).Distinct(),
    };
}

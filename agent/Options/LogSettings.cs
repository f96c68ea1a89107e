namespace EcgEdge.Agent.Options;

/// <summary>
/// The section <c>Logging</c>, which belongs to the host: <c>Logging:LogLevel:&lt;category&gt;</c>, also as
/// <c>Logging:Console:LogLevel:&lt;category&gt;</c>. Checked here, since the host passes over what it does not know.
/// </summary>
internal static class LogSettings
{
    public const string Section = "Logging";

    private const string Levels = "LogLevel", Console = "Console";

    /// <summary>Names of the log levels, least first.</summary>
    public static IReadOnlyList<string> Names { get; } = Enum.GetNames<LogLevel>();

    public static IEnumerable<string> Validate(SettingNode logging, string key = Section)
    {
        if (!string.IsNullOrEmpty(logging.Value)) yield return $"{key} is \"{logging.Value}\"; expected a section with {Levels}.";
        foreach (var (name, setting) in logging.Children)
        {
            var full = OptionTree.Join(key, name);
            if (name.Equals(Levels, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var error in ValidateLevels(setting, full)) yield return error;
            }
            else if (name.Equals(Console, StringComparison.OrdinalIgnoreCase) && key == Section)
            {
                foreach (var error in Validate(setting, full)) yield return error;
            }
            else
            {
                string[] known = key == Section ? [Levels, Console] : [Levels];
                yield return NearestName.Among(known, name) is { } near
                    ? $"{full} is unknown; did you mean {OptionTree.Join(key, near)}?"
                    : $"{full} is unknown; expected {string.Join(" or ", known)}.";
            }
        }
    }

    private static IEnumerable<string> ValidateLevels(SettingNode levels, string key)
    {
        if (!string.IsNullOrEmpty(levels.Value)) yield return $"{key} is \"{levels.Value}\"; expected a section of categories, such as Default.";
        foreach (var (category, setting) in levels.Children)
        {
            var full = OptionTree.Join(key, category);
            foreach (var name in setting.Children.Keys) yield return $"{OptionTree.Join(full, name)} is unknown; expected no parts in {full}.";
            if (setting.Value is { } level && !Names.Contains(level, StringComparer.OrdinalIgnoreCase))
                yield return $"{full} is \"{level}\"; expected {string.Join(", ", Names)}.";
        }
    }
}

namespace EcgEdge.Agent.Options;

/// <summary>The section <c>Logging</c> as a source of configuration that the host's loggers follow while the agent runs.</summary>
public sealed class LogLevelSource : ConfigurationProvider, IConfigurationSource
{
    public LogLevelSource(IConfiguration configuration) => Data = LevelsOf(configuration);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Takes the levels as they are now; gives the keys that have changed.</summary>
    public IReadOnlyList<string> Update(IConfiguration configuration)
    {
        var levels = LevelsOf(configuration);
        string[] changed = [.. levels.Keys.Union(Data.Keys, StringComparer.OrdinalIgnoreCase).Where(k => levels.GetValueOrDefault(k) != (Data.TryGetValue(k, out var level) ? level : null))];
        if (changed.Length == 0) return [];
        Data = levels;
        OnReload();
        return changed;
    }

    private static Dictionary<string, string?> LevelsOf(IConfiguration configuration) => configuration.GetSection(LogSettings.Section).AsEnumerable()
        .Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);
}

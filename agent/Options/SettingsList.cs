namespace EcgEdge.Agent.Options;

/// <summary>One option as it is set now.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; a secret is masked, null is "not set".</param>
/// <param name="Origin">File and line, environment variable or argument it comes from; null where it has its default.</param>
public sealed record SettingValue(string Key, string? Value, string? Origin);

/// <summary>Lists what is set, for people.</summary>
public static class SettingsList
{
    /// <summary>Every option that is set somewhere, in the order of the tree.</summary>
    public static IReadOnlyList<SettingValue> Of(AgentOptions options, IConfiguration configuration) =>
        [.. OptionTree.Values(options).Where(v => configuration[v.Key] is not null)
            .Select(v => new SettingValue(v.Key, v.Value is null ? null : OptionValue.Text(v.Value), SettingOrigin.Of(configuration, v.Key)))];
}

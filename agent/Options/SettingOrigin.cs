using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace EcgEdge.Agent.Options;

/// <summary>Where a setting comes from, in words: a file's line, an environment variable, the command line.</summary>
internal static class SettingOrigin
{
    /// <summary>What environment variables of ours begin with.</summary>
    public const string VariablePrefix = "ECGEDGE__";

    /// <summary>The environment variable of a key.</summary>
    public static string Variable(string key) => VariablePrefix + key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Where the value of a key, or of something within it, comes from; null when it is not set, or nobody knows.</summary>
    public static string? Of(IConfiguration configuration, string key)
    {
        var (provider, found) = Find(configuration, key);
        return provider switch
        {
            SettingsFiles files when files.PlaceOf(found) is var (path, line) => $"{path}, line {line}",
            EnvironmentVariablesConfigurationProvider => $"environment variable {Variable(found)}",
            CommandLineConfigurationProvider => $"command line, --{found}",
            _ => null,
        };
    }

    /// <summary>Whether a value set in a settings file would not count, since environment or command line go before it.</summary>
    public static bool IsAboveFiles(IConfiguration configuration, string key) =>
        Find(configuration, key).Provider is EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider;

    public static bool IsFromEnvironment(IConfiguration configuration, string key) =>
        Find(configuration, key).Provider is EnvironmentVariablesConfigurationProvider;

    private static (IConfigurationProvider? Provider, string Key) Find(IConfiguration configuration, string key)
    {
        if (configuration is not IConfigurationRoot root) return (null, key);
        foreach (var provider in root.Providers.Reverse())
        {
            if (provider.TryGet(key, out _)) return (provider, key);
        }

        // Of a section or list as a whole, the first thing in it speaks.
        var part = root.GetSection(key).AsEnumerable().FirstOrDefault(p => p.Value is not null && p.Key.Length > key.Length).Key;
        return part is null ? (null, key) : Find(configuration, part);
    }
}

namespace EcgEdge.Agent.Options;

/// <summary>
/// Reads the options from configuration. Everything that is wrong is told at once, one sentence for each setting with where it comes from:
/// unknown keys with the nearest known one, values that are none of their type, values out of range.
/// </summary>
public static class OptionsReader
{
    /// <summary>
    /// The configuration of this process. A later place goes over an earlier one: <c>appsettings.json</c> beside the program,
    /// <c>appsettings.json</c> in the working folder, <c>settings.json</c> in the storage directory (what was set through REST),
    /// environment, command line.
    /// </summary>
    /// <exception cref="OptionsException">A file cannot be read, or an argument is not understood.</exception>
    public static IConfigurationRoot Gather(IReadOnlyList<string> arguments) => SettingsPlaces.Of(arguments).Gather();

    /// <exception cref="OptionsException">Keys are unknown or values cannot be used.</exception>
    public static AgentOptions Read(IConfiguration configuration)
    {
        var settings = SettingNode.Of(configuration.AsEnumerable());
        var binder = new OptionsBinder(key => SettingOrigin.IsFromEnvironment(configuration, key));
        List<string> errors = [];
        // The host's own section is no part of the tree.
        if (settings.Take(LogSettings.Section) is { } logging) errors.AddRange(LogSettings.Validate(logging));
        var options = binder.Bind(settings);
        errors.AddRange(binder.Errors);
        errors.AddRange(options.Validate());
        errors.AddRange(OptionRanges.Validate(options, known: errors));
        return errors.Count == 0 ? options : throw new OptionsException([.. errors.Select(e => WithOrigin(e, configuration))]);
    }

    /// <summary>The key an error begins with.</summary>
    public static string KeyOf(string error) => error.Split(' ', 2)[0];

    private static string WithOrigin(string error, IConfiguration configuration)
    {
        if (SettingOrigin.Of(configuration, KeyOf(error)) is not { } origin) return error;
        return error.EndsWith('?') ? $"{error} ({origin})" : $"{error.TrimEnd('.')} ({origin}).";
    }
}

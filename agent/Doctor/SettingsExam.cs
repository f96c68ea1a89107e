using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the settings can be used, and nobody else can read what is secret in them.</summary>
internal static class SettingsExam
{
    /// <param name="arguments">Settings of the command line.</param>
    /// <param name="options">The options; the defaults where the settings cannot be used, so that the rest can be looked at.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<string> arguments, out AgentOptions options)
    {
        try
        {
            var configuration = SettingsPlaces.Of(arguments).Gather();
            options = OptionsReader.Read(configuration);
            var set = SettingsList.Of(options, configuration).Count;
            return [Finding.Ok($"settings: good, {set} set"), .. PasswordFile(options.Mqtt.PasswordFile)];
        }
        catch (OptionsException e)
        {
            options = new AgentOptions();
            return [.. e.Errors.Select(error => Finding.Fail($"settings: {error}", "correct it; 'ecgedge config sample' shows every option"))];
        }
    }

    private static IEnumerable<Finding> PasswordFile(string? path)
    {
        if (string.IsNullOrEmpty(path) || OperatingSystem.IsWindows()) yield break;
        var others = File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        if (others != UnixFileMode.None) yield return Finding.Warn($"settings: every user of this machine can read {path}", $"chmod o-rw {path}");
        if (!Readable(path)) yield return Finding.Fail($"settings: {path} may not be read", "run the agent as its owner, or give it to the agent's user with chown");
    }

    private static bool Readable(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Text.Json.Nodes;

namespace EcgEdge.Agent.Options;

/// <summary>
/// The settings while the agent runs. They can be read anew from their files, or changed through REST; what applies live is told to
/// whoever it concerns, the rest waits for a restart. Settings with an error change nothing. For any thread.
/// </summary>
public sealed class LiveSettings
{
    private readonly SettingsPlaces _places;
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<FileStamp> _read;
    private volatile Snapshot _now;
    private volatile string? _problem;

    private LiveSettings(SettingsPlaces places, IConfigurationRoot configuration)
    {
        _places = places;
        Started = OptionsReader.Read(configuration);
        _now = new Snapshot(Started, configuration);
        LogLevels = new LogLevelSource(configuration);
        _read = Stamps();
    }

    /// <summary>Told after a change, with all options as they are now, one change at a time.</summary>
    public event Action<AgentOptions>? Changed;

    /// <summary>The options that the agent started with.</summary>
    public AgentOptions Started { get; }

    /// <summary>Options and where they come from, as they are now, those that wait for a restart included.</summary>
    public Snapshot Now => _now;

    /// <summary>What keeps the files from being used since they were changed last; null when nothing does.</summary>
    public string? Problem => _problem;

    /// <summary>The log levels, which the host follows.</summary>
    public LogLevelSource LogLevels { get; }

    /// <summary>The file that changes are written to.</summary>
    public string File => _places.OwnFile!;

    /// <summary>Keys of what differs from what the agent started with and does not apply live.</summary>
    public IReadOnlyList<string> NeedRestart => [.. Differences(Started, _now.Options).Where(d => !d.IsLive).Select(d => d.Key)];

    /// <exception cref="OptionsException">The settings cannot be used.</exception>
    public static LiveSettings Load(SettingsPlaces places) => new(places, places.Gather());

    /// <summary>Settings of a program that has set everything itself.</summary>
    public static LiveSettings Of(AgentOptions options) => Load(SettingsPlaces.Of(
        [.. OptionTree.Values(options).Where(v => v.Value is not null && !v.Node.IsSecret && (IsInList(v.Key) || !Equals(v.Value, v.Node.Default)))
            .Select(v => $"--{v.Key}={OptionValue.Text(v.Value!)}")],
        folders: []));

    /// <summary>Reads all places anew.</summary>
    /// <exception cref="OptionsException">They cannot be used; everything stays as it was.</exception>
    public SettingsChange Reload()
    {
        lock (_lock)
        {
            try
            {
                _read = Stamps();
                var change = Take(_places.Gather());
                _problem = null;
                return change;
            }
            catch (OptionsException e)
            {
                _problem = e.Message;
                throw;
            }
        }
    }

    /// <summary>Changes the settings by a JSON merge patch (RFC 7396) and writes them, atomically, to <see cref="File"/>.</summary>
    /// <exception cref="OptionsException">The settings would have errors; everything stays as it was.</exception>
    /// <exception cref="SettingsConflictException">Environment or command line go before what was to be changed; everything stays as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; everything stays as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; everything stays as it was.</exception>
    public SettingsChange Patch(JsonObject patch)
    {
        lock (_lock)
        {
            var file = new SettingsDraft(File);
            file.Merge(patch);
            var configuration = _places.Gather(file.Parse());
            // Read first: what is wrong with a value matters more than that it would not count.
            var options = OptionsReader.Read(configuration);
            string[] hidden = [.. SettingsFile.Parse("the body", System.Text.Encoding.UTF8.GetBytes(patch.ToJsonString())).Values.Keys
                .Where(key => SettingOrigin.IsAboveFiles(configuration, key))];
            if (hidden.Length > 0) throw new SettingsConflictException([.. hidden.Select(key => $"{key} is set by {SettingOrigin.Of(configuration, key)}, which goes before what is set here.")]);
            file.Save();
            return Take(configuration, options);
        }
    }

    /// <summary>Whether the files are others than those that were read last.</summary>
    /// <param name="now">How they stand now.</param>
    internal bool IsStale(IReadOnlyList<FileStamp> now) => !now.SequenceEqual(_read);

    /// <summary>How the files stand now.</summary>
    internal IReadOnlyList<FileStamp> Stamps() => [.. _places.Files.Select(FileStamp.Of)];

    /// <summary>An item of a list is there only if something of it is set, though it be the default.</summary>
    private static bool IsInList(string key) => key.Split(':').Any(part => char.IsAsciiDigit(part[0]));

    private SettingsChange Take(IConfigurationRoot configuration) => Take(configuration, OptionsReader.Read(configuration));

    private SettingsChange Take(IConfigurationRoot configuration, AgentOptions options)
    {
        var differences = Differences(_now.Options, options);
        var levels = LogLevels.Update(configuration);
        _now = new Snapshot(options, configuration);
        if (differences.Count > 0) Changed?.Invoke(options);
        return new SettingsChange(
            [.. differences.Where(d => d.IsLive).Select(d => d.Key), .. levels], [.. differences.Where(d => !d.IsLive).Select(d => d.Key)]);
    }

    private static List<(string Key, bool IsLive)> Differences(AgentOptions before, AgentOptions after)
    {
        var old = OptionTree.Values(before).ToDictionary(v => v.Key);
        var changed = new List<(string, bool)>();
        foreach (var (key, node, value) in OptionTree.Values(after))
        {
            if (!old.Remove(key, out var was) || !Same(was.Value, value)) changed.Add((key, node.IsLive));
        }

        changed.AddRange(old.Values.Select(v => (v.Key, v.Node.IsLive)));
        return changed;
    }

    private static bool Same(object? a, object? b) => a is Secret x && b is Secret y ? x.Reveal() == y.Reveal() : Equals(a, b);

    /// <summary>Options, and the configuration they were read from.</summary>
    public sealed record Snapshot(AgentOptions Options, IConfigurationRoot Configuration);
}

/// <summary>What came of a change of the settings.</summary>
/// <param name="Applied">Keys that have taken effect.</param>
/// <param name="NeedRestart">Keys that will take effect when the agent starts anew.</param>
public sealed record SettingsChange(IReadOnlyList<string> Applied, IReadOnlyList<string> NeedRestart);

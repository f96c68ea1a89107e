namespace EcgEdge.Agent.Options;

/// <summary>Where the settings of a process are looked for, so that they can be gathered again when a file has changed.</summary>
public sealed class SettingsPlaces
{
    /// <summary>The one option that cannot be set in the file that it leads to.</summary>
    public const string StorageDirectoryKey = $"{nameof(AgentOptions.Storage)}:{nameof(StorageOptions.Directory)}";

    private readonly string[] _arguments;
    private readonly IReadOnlyList<string> _machineFiles;

    private SettingsPlaces(string[] arguments, IReadOnlyList<string> machineFiles) => (_arguments, _machineFiles) = (arguments, machineFiles);

    /// <summary>The file that holds what was set through REST; in the storage directory that the other places name. Null before the first gathering.</summary>
    public string? OwnFile { get; private set; }

    /// <summary>All files that count, whether they are there or not, in rising precedence.</summary>
    public IReadOnlyList<string> Files => OwnFile is null ? _machineFiles : [.. _machineFiles, OwnFile];

    /// <summary>The places of this process.</summary>
    /// <param name="arguments">Its arguments, <c>--Section:Key value</c> or <c>--Section:Key=value</c>.</param>
    /// <exception cref="OptionsException">An argument is not understood.</exception>
    public static SettingsPlaces Of(IReadOnlyList<string> arguments) => Of(arguments, AppContext.BaseDirectory, Environment.CurrentDirectory);

    internal static SettingsPlaces Of(IReadOnlyList<string> arguments, params string[] folders)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            // The command-line provider passes over what it cannot read; a mistyped setting must not vanish.
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal)) throw new OptionsException($"'{argument}' is not understood; see --help");
            if (argument.Contains('=')) continue;
            if (++i >= arguments.Count) throw new OptionsException($"'{argument}' needs a value");
        }

        // A program started in its own folder has one file, not two.
        return new SettingsPlaces([.. arguments], [.. folders.Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator).Distinct().Select(f => Path.Combine(f, SettingsFile.MachineName))]);
    }

    /// <summary>Reads all places anew.</summary>
    /// <exception cref="OptionsException">A file cannot be read; every such file is named.</exception>
    public IConfigurationRoot Gather() => Gather(own: null);

    /// <summary>Reads all places anew, but for the file of what was set through REST, which is given.</summary>
    /// <exception cref="OptionsException">A file cannot be read; every such file is named.</exception>
    internal IConfigurationRoot Gather(SettingsFile? own)
    {
        var errors = new List<string>();
        var files = new List<SettingsFile>();
        foreach (var path in _machineFiles) Read(path);
        OwnFile = Path.Combine(StorageDirectory(files), SettingsFile.OwnName);
        if (own is not null) files.Add(own);
        else Read(OwnFile);
        if (files.Find(f => f.Path == OwnFile)?.Values.ContainsKey(StorageDirectoryKey) is true)
            errors.Add($"{StorageDirectoryKey} cannot stand in {OwnFile}, which is looked for in that very directory.");
        return errors.Count == 0 ? Build(files) : throw new OptionsException(errors);

        void Read(string path)
        {
            try
            {
                if (File.Exists(path)) files.Add(SettingsFile.Read(path));
            }
            catch (OptionsException e)
            {
                errors.AddRange(e.Errors);
            }
        }
    }

    /// <summary>One file alone, without what else this process would be told.</summary>
    /// <exception cref="OptionsException">It cannot be read.</exception>
    public static IConfigurationRoot Only(string path) => new ConfigurationBuilder().Add(new SettingsFiles([SettingsFile.Read(path)])).Build();

    private IConfigurationRoot Build(IEnumerable<SettingsFile> files) => new ConfigurationBuilder()
        .Add(new SettingsFiles(files))
        .AddEnvironmentVariables(SettingOrigin.VariablePrefix)
        .AddCommandLine(_arguments)
        .Build();

    private string StorageDirectory(IEnumerable<SettingsFile> files)
    {
        var directory = Build(files)[StorageDirectoryKey];
        return Path.GetFullPath(string.IsNullOrWhiteSpace(directory) || directory.Contains('\0') ? DataFolders.State() : directory);
    }
}

namespace EcgEdge.Agent.Options;

/// <summary>Where data sets are looked for and where the agent keeps its own.</summary>
public static class DataFolders
{
    /// <summary>The agent's own folder: systemd's state directory, else <c>$XDG_DATA_HOME/ecgedge</c>.</summary>
    public static string State() => Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } state ? state : UserData();

    /// <summary>Folders in which data sets are looked for, in order: the one given, <c>$ECGEDGE_DATA</c>, <c>./data</c>, the user's own.</summary>
    /// <param name="given">From the command line; null when not given.</param>
    public static IReadOnlyList<string> Search(string? given)
    {
        string?[] folders = [given, Environment.GetEnvironmentVariable("ECGEDGE_DATA"), Path.Combine(Environment.CurrentDirectory, "data"), UserData()];
        return [.. folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => f!)];
    }

    /// <summary>First existing file of this relative path within the search folders; null when there is none.</summary>
    public static string? Find(string relativePath, string? given = null) =>
        Search(given).Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);

    private static string UserData()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(data, "ecgedge");
    }
}

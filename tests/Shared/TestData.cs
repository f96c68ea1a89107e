namespace EcgEdge.Tests;

/// <summary>Finds the data sets that tests use; they are not part of the project.</summary>
internal static class TestData
{
    /// <summary>Path of a file within the data folder; skips the test, saying why, where it is not there.</summary>
    public static string Require(params string[] parts)
    {
        var relative = Path.Combine(parts);
        string?[] folders = [Environment.GetEnvironmentVariable("ECGEDGE_DATA"), Path.Combine(Root, "data"), Path.Combine(Root, "..", "shared", "data")];
        foreach (var folder in folders)
        {
            if (folder is { Length: > 0 } && File.Exists(Path.Combine(folder, relative))) return Path.Combine(folder, relative);
        }

        Assert.Skip($"{relative} is in none of: {string.Join(", ", folders.Where(f => f is { Length: > 0 }))}");
        throw new InvalidOperationException("unreachable: Assert.Skip throws");
    }

    /// <summary>The checkout's root folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EcgEdge.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no EcgEdge.sln above {AppContext.BaseDirectory}");
    }
}

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Who may read a file.</summary>
internal static class FileModes
{
    /// <summary>Fails the test unless only the owner may read and write a file.</summary>
    public static void AssertOwnerOnly(string path) =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path));
}

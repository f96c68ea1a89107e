namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the page has been built.</summary>
internal static class PageExam
{
    /// <param name="folder">Where the page lies beside the program.</param>
    public static Finding Run(string folder) => File.Exists(Path.Combine(folder, "index.html"))
        ? Finding.Ok("page: built")
        : Finding.Warn($"page: missing from {folder}; REST works without it", "dotnet build agent, with Node 20 or newer installed");
}

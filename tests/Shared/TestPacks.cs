namespace EcgEdge.Tests;

/// <summary>Small packs made by <c>tests/packs/make.py</c>: <c>tiny</c> works, <c>brittle</c> and <c>hollow</c> fail on every real beat.</summary>
internal static class TestPacks
{
    public static string Folder { get; } = Path.Combine(TestData.Root, "tests", "packs");
}

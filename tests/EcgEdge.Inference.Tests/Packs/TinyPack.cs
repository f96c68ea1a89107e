using System.Text.Json.Nodes;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests.Packs;

/// <summary>The pack <c>tiny</c> of <see cref="TestPacks"/>, as it is or with a changed manifest.</summary>
internal static class TinyPack
{
    public static LoadedPack Load(string pack = "tiny") => PackLoader.Load(TestPacks.Folder, pack, Precision.Int8);

    /// <summary>Loads a copy whose manifest has been changed.</summary>
    public static LoadedPack Load(string folder, Action<JsonNode> change)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "tiny")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(TestPacks.Folder, "tiny")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        var path = Path.Combine(target, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
        return PackLoader.Load(folder, "tiny", Precision.Int8);
    }
}

using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests.Packs;

/// <summary>The pack that ships with the program, loaded from the build's output.</summary>
internal static class ShippedPack
{
    public static LoadedPack Load(Precision precision = Precision.Int8) => PackLoader.Load(PackLoader.DefaultFolder, "ecg5000", precision);

    /// <summary>A copy in a folder of its own that a test may damage.</summary>
    public static string CopyTo(string folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "ecg5000")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(TestData.Root, "inference", "models", "ecg5000")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }
}

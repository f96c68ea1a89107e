using System.Text.Json;

namespace EcgEdge.Inference.Packs;

/// <summary>One model of a pack, in both precisions.</summary>
public sealed record ModelSpec
{
    public required string Name { get; init; }

    /// <summary>One of <see cref="ModelRole"/>.</summary>
    public required string Role { get; init; }

    public required IReadOnlyDictionary<string, ModelFile> Files { get; init; }

    public required IReadOnlyList<TensorSpec> Inputs { get; init; }

    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>The model's own thresholds and how they were chosen; see <see cref="EarlyWarningPoint"/> for that role's.</summary>
    public JsonElement? OperatingPoint { get; init; }

    public required int Parameters { get; init; }
}

/// <summary>A file of a model.</summary>
/// <param name="File">Name within the pack's folder.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Bytes">Size.</param>
public sealed record ModelFile(string File, string Sha256, long Bytes);

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Name within the graph.</param>
/// <param name="Type">Element type; <c>float32</c>.</param>
/// <param name="Shape">Dimensions.</param>
public sealed record TensorSpec(string Name, string Type, IReadOnlyList<int> Shape);

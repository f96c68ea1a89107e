namespace EcgEdge.Inference.Packs;

/// <summary>A checked pack with the bytes of its models in one precision.</summary>
public sealed record LoadedPack(PackManifest Manifest, Precision Precision, IReadOnlyList<LoadedModel> Models);

/// <summary>A model and the bytes of its ONNX file.</summary>
public sealed record LoadedModel(ModelSpec Spec, byte[] Onnx);

using System.Text.Json.Serialization;

namespace EcgEdge.Inference.Packs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PackManifest))]
[JsonSerializable(typeof(EarlyWarningPoint))]
[JsonSerializable(typeof(BaselineSpec))]
public sealed partial class ManifestJson : JsonSerializerContext;

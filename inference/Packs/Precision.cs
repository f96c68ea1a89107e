using System.Text.Json.Serialization;

namespace EcgEdge.Inference.Packs;

/// <summary>Which of a model's two files is run.</summary>
public enum Precision
{
    [JsonStringEnumMemberName("int8")] Int8,
    [JsonStringEnumMemberName("fp32")] Fp32,
}

using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Security;

/// <summary>JSON of the files of tokens and sessions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<AccessToken>))]
[JsonSerializable(typeof(IReadOnlyList<Session>))]
internal sealed partial class SecurityJson : JsonSerializerContext;

using System.Text.Json;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Rest;

/// <summary>A model pack: what its manifest says, and the same in words.</summary>
/// <param name="Pack">Name.</param>
/// <param name="Problem">Why it cannot be used; null when it can. Nothing of a refused manifest is told.</param>
/// <param name="Channels">Channels that it judges now.</param>
/// <param name="Words">The manifest in sentences for a person.</param>
public sealed record PackDto(string Pack, string? Problem, IReadOnlyList<string> Channels, IReadOnlyList<string> Words)
{
    public string? Version { get; init; }

    public string? Description { get; init; }

    public WindowSpec? Window { get; init; }

    public IReadOnlyList<string>? Classes { get; init; }

    public string? NormalClass { get; init; }

    public AnomalySpec? Anomaly { get; init; }

    public ClassificationSpec? Classification { get; init; }

    public IReadOnlyList<string>? Features { get; init; }

    public BaselineSpec? Baseline { get; init; }

    public IReadOnlyList<ModelSpec>? Models { get; init; }

    public JsonElement? Training { get; init; }

    public JsonElement? Figures { get; init; }

    /// <summary>A pack that can be used.</summary>
    public static PackDto Of(PackManifest m, IReadOnlyList<string> channels) => new(m.Pack, null, channels, PackWords.Of(m))
    {
        Version = m.Version,
        Description = m.Description,
        Window = m.Window,
        Classes = m.Classes,
        NormalClass = m.NormalClass,
        Anomaly = m.Anomaly,
        Classification = m.Classification,
        Features = m.Features,
        Baseline = m.Baseline,
        Models = m.Models,
        Training = m.Training,
        Figures = m.Figures,
    };
}

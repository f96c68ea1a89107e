using System.Text.Json;

namespace EcgEdge.Inference.Packs;

/// <summary>What a training run says of the models it made: <c>manifest.json</c> of a pack.</summary>
public sealed record PackManifest
{
    /// <summary>Version of this layout.</summary>
    public const int SupportedSchema = 1;

    public required int Schema { get; init; }

    public required string Pack { get; init; }

    public required string Version { get; init; }

    public required string Description { get; init; }

    public required WindowSpec Window { get; init; }

    /// <summary>Class names in the order of the classifiers' outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required string NormalClass { get; init; }

    public required AnomalySpec Anomaly { get; init; }

    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>Which classifiers tell the class together; null where the pack has one that does it alone.</summary>
    public ClassificationSpec? Classification { get; init; }

    /// <summary>Names of the features, in the order of the input <c>features</c>; null where no model takes any.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>How the wearer's baseline is learned; null for a pack that needs none.</summary>
    public BaselineSpec? Baseline { get; init; }

    /// <summary>The run that made the pack: command, seed, code version, date, data.</summary>
    public required JsonElement Training { get; init; }

    /// <summary>What <c>ecgedge evaluate</c> measured of the shipped files.</summary>
    public JsonElement? Figures { get; init; }
}

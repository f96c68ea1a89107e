namespace EcgEdge.Inference.Packs;

/// <summary>
/// How the anomaly score is made: the sum over parts of weight × (ln measure − logMean) / logSd; a beat is anomalous when it exceeds the
/// threshold.
/// </summary>
public sealed record AnomalySpec
{
    public required string Description { get; init; }

    public required IReadOnlyList<AnomalyPart> Parts { get; init; }

    public required double Threshold { get; init; }

    /// <summary>Threshold while the wearer's baseline is being learned; null where the threshold holds from the start.</summary>
    public double? PopulationThreshold { get; init; }

    /// <summary>How the threshold was chosen.</summary>
    public required string ChosenBy { get; init; }
}

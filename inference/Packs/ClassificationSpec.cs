namespace EcgEdge.Inference.Packs;

/// <summary>How several classifiers tell the class together: the weighted mean of their probabilities.</summary>
public sealed record ClassificationSpec
{
    public required string Description { get; init; }

    public required IReadOnlyList<ClassificationMember> Members { get; init; }
}

/// <summary>One of the classifiers.</summary>
public sealed record ClassificationMember
{
    /// <summary>Name of a model of role <c>classifier</c> or <c>feature-classifier</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Weight of its probabilities, above 0; weights need not sum to 1.</summary>
    public required double Weight { get; init; }
}

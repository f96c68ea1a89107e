using System.Text.Json.Serialization;

namespace EcgEdge.Inference.Packs;

/// <summary>One measured quantity within the anomaly score: how far a model's expectation was missed, or a personal measure.</summary>
public sealed record AnomalyPart
{
    /// <summary>Mean squared error between what the model expected and what came.</summary>
    public const string MeanSquaredError = "mse";

    /// <summary>Name of the model that gives the expectation; null for a personal measure.</summary>
    public string? Model { get; init; }

    /// <summary><see cref="MeanSquaredError"/>, or the name of a measure of the wearer's baseline.</summary>
    public required string Measure { get; init; }

    public required double LogMean { get; init; }

    public required double LogSd { get; init; }

    public required double Weight { get; init; }

    /// <summary>What the part is called in verdicts and figures: its model's name, else its measure's.</summary>
    [JsonIgnore]
    public string Name => Model ?? Measure;
}

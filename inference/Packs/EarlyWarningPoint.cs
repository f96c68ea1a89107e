using System.Text.Json;

namespace EcgEdge.Inference.Packs;

/// <summary>Operating point of an early-warning model: after how many samples it judges, and above which risk it warns.</summary>
public sealed record EarlyWarningPoint
{
    /// <summary>Numbers of samples, rising; the model's output j depends on the first At[j] only.</summary>
    public required IReadOnlyList<int> At { get; init; }

    /// <summary>A risk above this is a warning; one for each number of samples.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>How the thresholds were chosen.</summary>
    public required string ChosenBy { get; init; }

    /// <summary>Reads the operating point of a model.</summary>
    /// <exception cref="PackException">There is none, or it is not one of an early-warning model.</exception>
    public static EarlyWarningPoint Of(ModelSpec model, string pack)
    {
        try
        {
            return model.OperatingPoint?.Deserialize(ManifestJson.Default.EarlyWarningPoint)
                ?? throw new PackException($"pack '{pack}', model '{model.Name}': no operatingPoint; role {ModelRole.EarlyWarning} needs at and thresholds");
        }
        catch (JsonException e)
        {
            throw new PackException($"pack '{pack}', model '{model.Name}': operatingPoint: {e.Message}", e);
        }
    }
}

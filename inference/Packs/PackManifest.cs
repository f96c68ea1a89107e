using System.Text.Json;
using System.Text.Json.Serialization;
using EcgEdge.Acquisition.Signal;

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

    /// <summary>Class names in the order of the classifier's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required string NormalClass { get; init; }

    public required AnomalySpec Anomaly { get; init; }

    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>The run that made the pack: command, seed, code version, date, data.</summary>
    public required JsonElement Training { get; init; }

    /// <summary>What <c>ecgedge evaluate</c> measured of the shipped files.</summary>
    public JsonElement? Figures { get; init; }
}

/// <summary>How windows are cut for a pack.</summary>
public sealed record WindowSpec
{
    public const string RToR = "r-to-r";

    public required string Kind { get; init; }

    public required int Length { get; init; }

    public required string Normalisation { get; init; }

    public required double SampleRateHz { get; init; }

    /// <summary>The point of each QRS at which windows are cut: <c>r-peak</c> or <c>r-wave</c>.</summary>
    public required string Fiducial { get; init; }

    /// <summary>Where the training windows were cut relative to that point, milliseconds.</summary>
    public required double FiducialOffsetMs { get; init; }

    /// <summary>The fiducials by the names manifests give them.</summary>
    public static IReadOnlyDictionary<string, Fiducial> Fiducials { get; } =
        new Dictionary<string, Fiducial> { ["r-peak"] = Acquisition.Signal.Fiducial.RPeak, ["r-wave"] = Acquisition.Signal.Fiducial.RWave };

    /// <summary>Where the segmenter cuts.</summary>
    [JsonIgnore]
    public WindowCut Cut => WindowCut.FromRToR(Fiducials[Fiducial], FiducialOffsetMs / 1000);
}

/// <summary>
/// How the anomaly score is made: the sum over parts of weight × (ln measure − logMean) / logSd; a beat is anomalous when it exceeds the
/// threshold.
/// </summary>
public sealed record AnomalySpec
{
    public required string Description { get; init; }

    public required IReadOnlyList<AnomalyPart> Parts { get; init; }

    public required double Threshold { get; init; }

    /// <summary>How the threshold was chosen.</summary>
    public required string ChosenBy { get; init; }
}

/// <summary>One measured quantity within the anomaly score.</summary>
public sealed record AnomalyPart
{
    /// <summary>Mean squared error between what the model expected and what came.</summary>
    public const string MeanSquaredError = "mse";

    /// <summary>Name of the model that gives the expectation.</summary>
    public required string Model { get; init; }

    public required string Measure { get; init; }

    public required double LogMean { get; init; }

    public required double LogSd { get; init; }

    public required double Weight { get; init; }
}

/// <summary>One model of a pack, in both precisions.</summary>
public sealed record ModelSpec
{
    public required string Name { get; init; }

    /// <summary>One of <see cref="ModelRole"/>.</summary>
    public required string Role { get; init; }

    public required IReadOnlyDictionary<string, ModelFile> Files { get; init; }

    public required IReadOnlyList<TensorSpec> Inputs { get; init; }

    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>The model's own threshold and how it was chosen.</summary>
    public JsonElement? OperatingPoint { get; init; }

    public required int Parameters { get; init; }
}

/// <summary>A file of a model.</summary>
/// <param name="File">Name within the pack's folder.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Bytes">Size.</param>
public sealed record ModelFile(string File, string Sha256, long Bytes);

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Name within the graph.</param>
/// <param name="Type">Element type; <c>float32</c>.</param>
/// <param name="Shape">Dimensions; -1 for any number of steps.</param>
public sealed record TensorSpec(string Name, string Type, IReadOnlyList<int> Shape);

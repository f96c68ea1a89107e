using System.Text.Json.Serialization;
using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Packs;

/// <summary>How windows are cut for a pack.</summary>
public sealed record WindowSpec
{
    /// <summary>From one R peak to the next.</summary>
    public const string RToR = "r-to-r";

    /// <summary>A fixed time around one R peak.</summary>
    public const string AroundR = "around-r";

    /// <summary>The kinds this version cuts.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [RToR, AroundR];

    public required string Kind { get; init; }

    public required int Length { get; init; }

    public required string Normalisation { get; init; }

    public required double SampleRateHz { get; init; }

    /// <summary>The point of each QRS at which windows are cut: <c>r-peak</c> or <c>r-wave</c>.</summary>
    public required string Fiducial { get; init; }

    /// <summary>Where the training windows were cut relative to that point, milliseconds.</summary>
    public required double FiducialOffsetMs { get; init; }

    /// <summary>Time before the R peak at which a window around it begins, milliseconds; null for the other kind.</summary>
    public double? BeforeMs { get; init; }

    /// <summary>Time after the R peak at which a window around it ends, milliseconds; null for the other kind.</summary>
    public double? AfterMs { get; init; }

    /// <summary>The fiducials by the names manifests give them.</summary>
    public static IReadOnlyDictionary<string, Fiducial> Fiducials { get; } =
        new Dictionary<string, Fiducial> { ["r-peak"] = Acquisition.Signal.Fiducial.RPeak, ["r-wave"] = Acquisition.Signal.Fiducial.RWave };

    /// <summary>Where the segmenter cuts.</summary>
    [JsonIgnore]
    public WindowCut Cut => Kind == AroundR
        ? WindowCut.AroundR(BeforeMs!.Value / 1000, AfterMs!.Value / 1000)
        : WindowCut.FromRToR(Fiducials[Fiducial], FiducialOffsetMs / 1000);
}

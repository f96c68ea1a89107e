using System.ComponentModel.DataAnnotations;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Options;

/// <summary>Where a channel's samples come from.</summary>
public sealed record SourceOptions
{
    public const string Replay = "replay", Synthetic = "synthetic";

    /// <summary>What the samples come from: <c>replay</c> or <c>synthetic</c>.</summary>
    [AllowedValues(Replay, Synthetic)]
    public string Kind { get; init; } = Synthetic;

    /// <summary>File to replay: a WFDB record, EDF, BDF, CSV or ECG5000 file.</summary>
    public string? Path { get; init; }

    /// <summary>Name or index of the signal to replay; default the first ECG.</summary>
    public string? Lead { get; init; }

    /// <summary>Multiple of real time, above 0; infinity plays as fast as it can be stored.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Speed { get; init; } = 1;

    /// <summary>Whether a replay begins again at its end.</summary>
    public bool Loop { get; init; }

    /// <summary>Order in which the beats of an ECG5000 file are laid end to end.</summary>
    public BeatOrder Order { get; init; } = BeatOrder.File;

    /// <summary>Rate of the synthetic heart (default 250) or of a file that does not say, 100 to 2000 Hz.</summary>
    [Range(EcgFilter.MinimumRateHz, EcgFilter.MaximumRateHz)]
    public double? SampleRateHz { get; init; }

    /// <summary>Heart rate of the synthetic heart, 20 to 300 beats per minute.</summary>
    [Range(20, 300)]
    public double HeartRateBpm { get; init; } = 72;

    /// <summary>Seed of the synthetic heart and of the order <c>episodes</c>.</summary>
    [Range(int.MinValue, int.MaxValue)]
    public int Seed { get; init; } = 1;

    public IEnumerable<string> Validate(string key)
    {
        if (Kind is not (Replay or Synthetic)) yield return $"{key}:Kind is \"{Kind}\"; expected {Replay} or {Synthetic}.";
        if (Kind == Replay && string.IsNullOrEmpty(Path)) yield return $"{key}:Path is missing; a replay needs a file.";
        if (!(Speed > 0)) yield return $"{key}:Speed is {Speed}; expected a number above 0.";
        if (SampleRateHz is { } rate && !(rate is >= EcgFilter.MinimumRateHz and <= EcgFilter.MaximumRateHz))
            yield return $"{key}:SampleRateHz is {rate}; expected {EcgFilter.MinimumRateHz} to {EcgFilter.MaximumRateHz}.";
        if (!(HeartRateBpm is >= 20 and <= 300)) yield return $"{key}:HeartRateBpm is {HeartRateBpm}; expected 20 to 300.";
    }
}

namespace EcgEdge.Inference.Packs;

/// <summary>How the wearer's baseline is learned. training/FEATURES.md tells what each parameter does.</summary>
public sealed record BaselineSpec
{
    private const int MostBeats = 512;

    /// <summary>From the first beat until the baseline is called ready, at the earliest.</summary>
    public required double CalibrateSeconds { get; init; }

    /// <summary>Good beats of any shape that make the first running beat; also how many are looked back on to tell that it is lost.</summary>
    public required int StartBeats { get; init; }

    /// <summary>Accepted beats behind the running beat, its levels and the reference interval.</summary>
    public required int TemplateBeats { get; init; }

    /// <summary>Least correlation with the running beat of a beat that may teach.</summary>
    public required double Correlation { get; init; }

    /// <summary>Largest |ln(interval / reference)| of an interval that may teach.</summary>
    public required double InTime { get; init; }

    /// <summary>Part of the looked back beats that must be alike, else the running beat starts again from them.</summary>
    public required double LostShape { get; init; }

    /// <summary>Part of the looked back beats that must be in time, else the reference interval starts again.</summary>
    public required double LostRhythm { get; init; }

    /// <summary>Least signal quality of a beat that may teach.</summary>
    public required double GoodQuality { get; init; }

    /// <summary>What is wrong with a parameter; null when nothing is.</summary>
    public string? Problem()
    {
        if (!(CalibrateSeconds is >= 0 and <= 86_400)) return $"calibrateSeconds {CalibrateSeconds}; expected 0 to 86400";
        if (StartBeats is < 8 or > MostBeats) return $"startBeats {StartBeats}; expected 8 to {MostBeats}";
        if (TemplateBeats is < 8 or > MostBeats) return $"templateBeats {TemplateBeats}; expected 8 to {MostBeats}";
        if (!(Correlation is > 0 and < 1)) return $"correlation {Correlation}; expected between 0 and 1";
        if (!(InTime is > 0 and < 2)) return $"inTime {InTime}; expected between 0 and 2";
        if (!(LostShape is >= 0 and <= 1)) return $"lostShape {LostShape}; expected 0 to 1";
        if (!(LostRhythm is >= 0 and <= 1)) return $"lostRhythm {LostRhythm}; expected 0 to 1";
        return GoodQuality is >= 0 and <= 1 ? null : $"goodQuality {GoodQuality}; expected 0 to 1";
    }
}

namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>What lowers the quality of a stretch of signal; several may hold at once.</summary>
[Flags]
public enum QualityReason
{
    None = 0,

    /// <summary>An electrode had no contact for part of the stretch. Never set for a beat: beats end where a lead comes off.</summary>
    LeadsOff = 1,

    /// <summary>Hardly any voltage for two seconds: a shorted input, a dead amplifier, or a heart that stands still.</summary>
    Flat = 2,

    /// <summary>The signal stood at the end of its range.</summary>
    Clipped = 4,

    /// <summary>The baseline moves slowly (below 0.7 Hz): breathing, sweat, drying electrodes.</summary>
    BaselineWander = 8,

    /// <summary>Broadband noise between the QRS complexes, within the band of the ECG or above it: muscle.</summary>
    MuscleNoise = 16,

    /// <summary>A tone at 50 or 60 Hz.</summary>
    MainsHum = 32,

    /// <summary>The beat resembles none of the kinds seen before it. Alone this may be the heart's doing, not the recording's.</summary>
    TemplateMismatch = 64,

    /// <summary>The level before the QRS jumped from one beat to the next: an electrode or a cable moved.</summary>
    ElectrodeMotion = 128,

    /// <summary>Samples were lost.</summary>
    SamplesLost = 256,

    /// <summary>No sample came at all.</summary>
    NoSignal = 512,
}

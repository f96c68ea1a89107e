namespace EcgEdge.Acquisition.Signal;

/// <summary>The point of each QRS complex at which windows are cut.</summary>
public enum Fiducial
{
    /// <summary>The largest deflection, as the detector reports it.</summary>
    RPeak,

    /// <summary>The R wave proper: the upward apex beside the largest deflection, even where the S wave is deeper than it is high.</summary>
    RWave,
}

/// <summary>Where windows are cut.</summary>
/// <param name="Fiducial">The point of each QRS.</param>
/// <param name="OffsetSeconds">Distance from it, negative before it.</param>
public readonly record struct WindowCut(Fiducial Fiducial, double OffsetSeconds);

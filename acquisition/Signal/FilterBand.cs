namespace EcgEdge.Acquisition.Signal;

/// <summary>What the filter lets through.</summary>
public enum FilterBand
{
    /// <summary>0.5 to 40 Hz: what beats are analysed in, and what a bedside monitor shows.</summary>
    Monitor,

    /// <summary>0.05 to 150 Hz, for the eye alone: ST segments and fine deflections as they are, with the wander and noise among them.</summary>
    Diagnostic,
}

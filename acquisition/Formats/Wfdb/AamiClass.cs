namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>The five beat classes of ANSI/AAMI EC57.</summary>
public enum AamiClass
{
    /// <summary>Normal, bundle branch block and supraventricular escape beats.</summary>
    N,

    /// <summary>Supraventricular premature (ectopic) beats.</summary>
    S,

    /// <summary>Ventricular ectopic beats.</summary>
    V,

    /// <summary>Fusion of a ventricular and a normal beat.</summary>
    F,

    /// <summary>Paced beats, fusion of a paced and a normal beat, unclassifiable beats.</summary>
    Q,
}

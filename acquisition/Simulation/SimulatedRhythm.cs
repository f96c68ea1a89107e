
namespace EcgEdge.Acquisition.Simulation;

/// <summary>Rhythms of a simulated wearer.</summary>
public enum SimulatedRhythm
{
    /// <summary>Normal beats alone.</summary>
    Normal,

    /// <summary>Now and then a premature ventricular beat, or a run of bigeminy.</summary>
    Ectopic,

    /// <summary>Every other beat premature and ventricular.</summary>
    Bigeminy,

    /// <summary>The heart stands still after a minute.</summary>
    Asystole,
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>What became of the stretch between two R peaks.</summary>
public enum WindowResult
{
    /// <summary>A window was cut.</summary>
    Beat,

    /// <summary>There is no R peak before this one to cut from.</summary>
    First,

    /// <summary>The peaks lie further apart than any beat: a pause.</summary>
    Pause,

    /// <summary>The stretch is constant and has no shape to normalise.</summary>
    Flat,
}

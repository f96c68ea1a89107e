namespace EcgEdge.Acquisition.Signal;

/// <summary>What became of the window of a beat.</summary>
public enum WindowResult
{
    /// <summary>A window was cut.</summary>
    Beat,

    /// <summary>The window begins before the signal does, ends after it, or lacks the next R peak.</summary>
    Incomplete,

    /// <summary>The peaks lie further apart than any beat: a pause.</summary>
    Pause,

    /// <summary>The stretch is constant and has no shape to normalise.</summary>
    Flat,
}

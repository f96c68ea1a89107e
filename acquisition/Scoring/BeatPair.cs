namespace EcgEdge.Acquisition.Scoring;

/// <summary>A true and a detected beat that are the same.</summary>
/// <param name="Truth">Place in the list of true beats.</param>
/// <param name="Detected">Place in the list of detected beats.</param>
public readonly record struct BeatPair(int Truth, int Detected);

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The beginning of a beat that has not ended. The whole window's mean and standard deviation cannot be known yet: those that good beats
/// lately had stand in for them. The same object is filled again; whoever wants to keep it copies it.
/// </summary>
public sealed class BeatPrefix
{
    /// <summary>Sample index of the beat's R peak.</summary>
    public long RPeak { get; set; }

    /// <summary>Index of the newest input sample.</summary>
    public long ReportedAt { get; set; }

    /// <summary>Points that have come.</summary>
    public int Count { get; set; }

    /// <summary>The window so far, normalised; zero from <see cref="Count"/> on.</summary>
    public float[] Samples { get; } = new float[BeatWindow.Length];
}

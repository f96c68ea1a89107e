namespace EcgEdge.Acquisition.Sources;

/// <summary>How a recording is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Multiple of real time; positive infinity plays as fast as the reader can take it.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Whether to begin again at the end. The index goes on rising, with a gap of one sample at the seam.</summary>
    public bool Loop { get; init; }

    /// <summary>Samples handed over at a time.</summary>
    public int BlockSamples { get; init; } = 10;
}

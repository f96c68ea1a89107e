namespace EcgEdge.Acquisition.Sources;

/// <summary>
/// A run of consecutive samples of one lead, with what is known about each. One block is filled again and again by its source; whoever
/// wants to keep samples copies them.
/// </summary>
/// <param name="capacity">Samples that fit, at least 1.</param>
public sealed class SampleBlock(int capacity)
{
    /// <summary>Millivolts; <see cref="Count"/> of them are valid.</summary>
    public float[] Millivolts { get; } = new float[capacity];

    /// <summary>Contact of the electrodes per sample.</summary>
    public LeadState[] Leads { get; } = new LeadState[capacity];

    /// <summary>
    /// Index of the first sample since the source was opened. It continues the previous block's unless samples were lost between them:
    /// the jump is then the length of the gap.
    /// </summary>
    public long FirstIndex { get; set; }

    /// <summary>Valid samples.</summary>
    public int Count { get; set; }

    /// <summary>Monotonic time of the first sample, in the source's <see cref="TimeProvider"/> ticks.</summary>
    public long Timestamp { get; set; }

    /// <summary>Wall time of the first sample, UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Samples that fit.</summary>
    public int Capacity => Millivolts.Length;
}

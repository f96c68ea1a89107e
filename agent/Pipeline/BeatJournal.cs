namespace EcgEdge.Agent.Pipeline;

/// <summary>The last beats of one channel.</summary>
/// <param name="capacity">Beats kept, rounded up to a power of two.</param>
/// <param name="first">Number of the first beat.</param>
public sealed class BeatJournal(int capacity, long first = 0) : Journal<BeatRecord>(capacity, () => new BeatRecord(), first);

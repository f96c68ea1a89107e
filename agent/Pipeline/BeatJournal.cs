namespace EcgEdge.Agent.Pipeline;

/// <summary>The last beats of one channel.</summary>
/// <param name="capacity">Beats kept, rounded up to a power of two.</param>
public sealed class BeatJournal(int capacity) : Journal<BeatRecord>(capacity, () => new BeatRecord());

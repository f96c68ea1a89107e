using System.Collections.Concurrent;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Beats of a channel by class since the start: counted by its pipeline, read from any thread. Counting allocates nothing.</summary>
public sealed class BeatTally
{
    private readonly ConcurrentDictionary<string, Counter> _byClass = new(StringComparer.Ordinal);
    private Counter[] _current = [];
    private long _anomalous;

    /// <summary>Beats per class name, of all packs that have judged so far.</summary>
    public IReadOnlyDictionary<string, long> ByClass => _byClass.ToDictionary(c => c.Key, c => Volatile.Read(ref c.Value.Count));

    /// <summary>Beats called anomalous.</summary>
    public long Anomalous => Volatile.Read(ref _anomalous);

    /// <summary>Goes on with the classes of another pack.</summary>
    public void Use(IReadOnlyList<string> classes) => _current = [.. classes.Select(c => _byClass.GetOrAdd(c, _ => new Counter()))];

    /// <summary>Counts a beat.</summary>
    public void Add(int classIndex, bool isAnomalous)
    {
        Volatile.Write(ref _current[classIndex].Count, _current[classIndex].Count + 1);
        if (isAnomalous) Volatile.Write(ref _anomalous, _anomalous + 1);
    }

    private sealed class Counter
    {
        public long Count;
    }
}

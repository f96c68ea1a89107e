using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Live;

/// <summary>Counts the viewers of the live stream, of whom there are only so many at once.</summary>
public sealed class Viewers(AgentOptions options)
{
    private int _count;
    private long _skipped;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Samples that viewers did not get because they, or their network, were too slow.</summary>
    public long SkippedSamples => Interlocked.Read(ref _skipped);

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= options.Http.MaxViewers) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);

    public void Skip(long samples) => Interlocked.Add(ref _skipped, samples);
}

namespace EcgEdge.Agent.Pipeline;

/// <summary>So many restarts within so long a time, and no more: what needs them more often is broken.</summary>
/// <param name="restarts">How many, 0 or more.</param>
/// <param name="window">Within which time.</param>
/// <param name="time">Measures it.</param>
internal sealed class RestartBudget(int restarts, TimeSpan window, TimeProvider time)
{
    private readonly Queue<long> _spent = new();

    /// <summary>Takes one; false when none is left.</summary>
    public bool TrySpend()
    {
        while (_spent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > window) _spent.Dequeue();
        if (_spent.Count >= restarts) return false;
        _spent.Enqueue(time.GetTimestamp());
        return true;
    }
}

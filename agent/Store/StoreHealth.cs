namespace EcgEdge.Agent.Store;

/// <summary>What is wrong with the store now, noted by those who use it. For any thread.</summary>
public sealed class StoreHealth
{
    private volatile string? _damage, _unavailable;

    /// <summary>One line for a person; null when all is well. Damage once found stays until the agent is started anew.</summary>
    public string? Problem => _damage ?? _unavailable;

    /// <summary>Something was written.</summary>
    internal void NoteWritten() => _unavailable = null;

    internal void Note(StoreException failure)
    {
        if (failure.Failure == StoreFailure.Damaged) _damage = failure.Message;
        else if (failure.Failure != StoreFailure.Refused) _unavailable = failure.Message;
    }
}

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// Puts notes in order among the beats. Annotations follow one another in time, beats are told late, and an alert begins before it is
/// known: a note waits until no beat before it can come, and one that comes too late for its place stands at the annotation before.
/// </summary>
internal sealed class PendingNotes
{
    private readonly PriorityQueue<AlertNote, (long Index, long Order)> _waiting = new();
    private long _last, _order;

    public void Add(AlertNote note) => _waiting.Enqueue(note, (note.Index, _order++));

    /// <summary>The next note that begins at an index or before.</summary>
    public bool TryTake(long until, out AlertNote note)
    {
        if (!_waiting.TryPeek(out note, out _) || note.Index > until) return false;
        note = _waiting.Dequeue();
        return true;
    }

    /// <summary>The index, or that of the last annotation where this is later; it is the last one now.</summary>
    public long Follow(long index) => _last = Math.Max(_last, index);

    public void Clear() => _waiting.Clear();
}

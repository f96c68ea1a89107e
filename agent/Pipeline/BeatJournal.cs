namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// The last beats of one channel, for any number of readers. The pipeline writes into slots taken once and never waits; each reader keeps
/// a cursor of its own.
/// </summary>
public sealed class BeatJournal
{
    private const long Writing = -1;

    private readonly BeatRecord[] _slots;
    private readonly long[] _versions;
    private readonly int _mask;
    private long _end;

    /// <param name="capacity">Beats kept, rounded up to a power of two.</param>
    /// <param name="first">Number of the first beat.</param>
    public BeatJournal(int capacity, long first = 0)
    {
        _end = first;
        var length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity);
        _slots = [.. Enumerable.Range(0, length).Select(_ => new BeatRecord())];
        _versions = new long[length];
        Array.Fill(_versions, Writing);
        _mask = length - 1;
    }

    /// <summary>The number of the next beat.</summary>
    public long End => Volatile.Read(ref _end);

    public int Capacity => _slots.Length;

    /// <summary>Gives the slot to fill; <see cref="Publish"/> must follow.</summary>
    public BeatRecord Begin()
    {
        var slot = (int)(_end & _mask);
        Volatile.Write(ref _versions[slot], Writing);
        Thread.MemoryBarrier();
        return _slots[slot];
    }

    /// <summary>Makes the slot begun last visible to readers.</summary>
    public void Publish()
    {
        Volatile.Write(ref _versions[(int)(_end & _mask)], _end);
        Volatile.Write(ref _end, _end + 1);
    }

    /// <summary>Copies the next beat; false when there is no new one.</summary>
    /// <param name="cursor">Number of the beat to read; moved behind it, and over beats that were overwritten first.</param>
    /// <param name="target">Receives the beat.</param>
    /// <param name="lost">Beats passed over because they had been overwritten.</param>
    public bool TryRead(ref long cursor, BeatRecord target, out long lost)
    {
        lost = 0;
        while (true)
        {
            var end = End;
            var oldest = end - _slots.Length;
            if (cursor < oldest)
            {
                lost += oldest - cursor;
                cursor = oldest;
            }

            if (cursor >= end) return false;
            var slot = (int)(cursor & _mask);
            if (Volatile.Read(ref _versions[slot]) == cursor)
            {
                _slots[slot].CopyTo(target);
                Thread.MemoryBarrier();
                if (Volatile.Read(ref _versions[slot]) == cursor)
                {
                    cursor++;
                    return true;
                }
            }

            // Overwritten while it was being read.
            lost++;
            cursor++;
        }
    }
}

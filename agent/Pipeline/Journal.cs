namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// The last records of one channel, for any number of readers. The pipeline writes into slots taken once and never waits; each reader keeps
/// a cursor of its own.
/// </summary>
/// <typeparam name="T">What is recorded; a slot that is written again and again.</typeparam>
public class Journal<T>
    where T : class, IJournalRecord<T>
{
    private const long Writing = -1;

    private readonly T[] _slots;
    private readonly long[] _versions;
    private readonly int _mask;
    private long _end;

    /// <param name="capacity">Records kept, rounded up to a power of two.</param>
    /// <param name="slot">Makes an empty slot.</param>
    /// <param name="first">Number of the first record.</param>
    public Journal(int capacity, Func<T> slot, long first = 0)
    {
        _end = first;
        var length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity);
        _slots = [.. Enumerable.Range(0, length).Select(_ => slot())];
        _versions = new long[length];
        Array.Fill(_versions, Writing);
        _mask = length - 1;
    }

    /// <summary>The number of the next record.</summary>
    public long End => Volatile.Read(ref _end);

    public int Capacity => _slots.Length;

    /// <summary>Gives the slot to fill; <see cref="Publish"/> must follow.</summary>
    public T Begin()
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

    /// <summary>Copies the next record; false when there is no new one.</summary>
    /// <param name="cursor">Number of the record to read; moved behind it, and over records that were overwritten first.</param>
    /// <param name="target">Receives the record.</param>
    /// <param name="lost">Records passed over because they had been overwritten.</param>
    public bool TryRead(ref long cursor, T target, out long lost)
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

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Hands samples from the thread that takes them to the one that reads: neither waits for the other, nothing is allocated.</summary>
/// <param name="capacity">Samples kept, a power of two.</param>
internal sealed class SampleRing(int capacity)
{
    private readonly long[] _indices = new long[capacity];
    private readonly float[] _millivolts = new float[capacity];
    private readonly LeadState[] _leads = new LeadState[capacity];
    private long _written, _read;

    /// <summary>Samples waiting.</summary>
    public int Count => (int)(Volatile.Read(ref _written) - Volatile.Read(ref _read));

    /// <summary>Adds a sample; false when the ring is full, and the sample is then missing.</summary>
    public bool TryAdd(long index, float millivolts, LeadState leads)
    {
        if (Count == capacity) return false;
        var at = (int)(_written & (capacity - 1));
        (_indices[at], _millivolts[at], _leads[at]) = (index, millivolts, leads);
        Volatile.Write(ref _written, _written + 1);
        return true;
    }

    /// <summary>Moves the next run of consecutive samples into the block; times are left to the caller.</summary>
    public bool Fill(SampleBlock block)
    {
        var waiting = Math.Min(Count, block.Capacity);
        if (waiting == 0) return false;
        var first = _indices[_read & (capacity - 1)];
        var count = 0;
        while (count < waiting)
        {
            var at = (int)((_read + count) & (capacity - 1));
            if (_indices[at] != first + count) break;
            (block.Millivolts[count], block.Leads[count]) = (_millivolts[at], _leads[at]);
            count++;
        }

        Volatile.Write(ref _read, _read + count);
        (block.FirstIndex, block.Count) = (first, count);
        return true;
    }
}

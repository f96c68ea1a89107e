namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>Samples decoded and not yet handed over, each with its index. Used by one thread; its size is fixed.</summary>
internal sealed class SampleQueue(int capacity)
{
    private readonly long[] _indices = new long[capacity];
    private readonly float[] _millivolts = new float[capacity];
    private readonly LeadState[] _leads = new LeadState[capacity];
    private int _from, _to;

    public bool IsEmpty => _from == _to;

    /// <summary>Room left; it is all there again once the queue is empty.</summary>
    public int Room => capacity - _to;

    public void Add(long index, float millivolts, LeadState leads)
    {
        (_indices[_to], _millivolts[_to], _leads[_to]) = (index, millivolts, leads);
        _to++;
    }

    /// <summary>Moves the next run of consecutive samples into the block; times are left to the caller.</summary>
    public bool Fill(SampleBlock block)
    {
        if (IsEmpty) return false;
        var first = _indices[_from];
        var count = 0;
        while (count < block.Capacity && _from < _to && _indices[_from] == first + count)
        {
            (block.Millivolts[count], block.Leads[count]) = (_millivolts[_from], _leads[_from]);
            count++;
            _from++;
        }

        if (IsEmpty) (_from, _to) = (0, 0);
        (block.FirstIndex, block.Count) = (first, count);
        return true;
    }
}

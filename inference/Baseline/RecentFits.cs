namespace EcgEdge.Inference.Baseline;

/// <summary>Which of the last few beats fitted.</summary>
internal sealed class RecentFits(int capacity)
{
    private readonly bool[] _fits = new bool[capacity];
    private int _count, _next;

    public void Add(bool fits)
    {
        _fits[_next] = fits;
        _next = (_next + 1) % _fits.Length;
        _count = Math.Min(_count + 1, _fits.Length);
    }

    /// <summary>Whether as many as can be remembered are, and fewer than this part of them fitted.</summary>
    public bool AreFewerThan(double part)
    {
        if (_count < _fits.Length) return false;
        var fitted = 0;
        foreach (var fits in _fits) fitted += fits ? 1 : 0;
        return fitted < part * _fits.Length;
    }

    public void Clear() => (_count, _next) = (0, 0);

    public void Save(BinaryWriter to)
    {
        to.Write(_count);
        for (var i = _count; i > 0; i--) to.Write(_fits[(_next - i + _fits.Length) % _fits.Length]);
    }

    public void Load(BinaryReader from)
    {
        Clear();
        var count = SnapshotException.Check(from.ReadInt32(), _fits.Length, "fits");
        for (var i = 0; i < count; i++) Add(from.ReadBoolean());
    }
}

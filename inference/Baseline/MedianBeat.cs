using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Baseline;

/// <summary>The last few accepted beats with every column of points in order of size, so that their median is at hand after each.</summary>
internal sealed class MedianBeat
{
    private readonly RunningValues[] _columns;

    public MedianBeat(int capacity) => _columns = [.. Enumerable.Range(0, BeatWindow.Length).Select(_ => new RunningValues(capacity))];

    public int Count => _columns[0].Count;

    public void Add(ReadOnlySpan<double> window)
    {
        for (var i = 0; i < window.Length; i++) _columns[i].Add(window[i]);
    }

    public void Clear()
    {
        foreach (var column in _columns) column.Clear();
    }

    /// <summary>Median point by point; the mean of the middle two for an even number.</summary>
    public void Median(Span<double> median)
    {
        for (var i = 0; i < median.Length; i++) median[i] = _columns[i].Median();
    }

    public void Save(BinaryWriter to)
    {
        foreach (var column in _columns) column.Save(to);
    }

    public void Load(BinaryReader from)
    {
        foreach (var column in _columns) column.Load(from);
    }
}

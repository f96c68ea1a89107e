using System.Threading.Channels;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// Follows what is usual for a channel's wearer: since when it has been learned, and copies of it for whoever stores them. Fed on the
/// pipeline's thread; copies are made there between two beats, when they are asked for, when learning is complete, and at the end. Only a copy
/// allocates (some 45 kB).
/// </summary>
public sealed class BaselineTracker
{
    /// <summary>The last of a pack and the first of the next may wait side by side.</summary>
    private const int MostWaiting = 4;

    private readonly double _sampleRateHz;
    private readonly Channel<BaselineSnapshot> _copies =
        Channel.CreateBounded<BaselineSnapshot>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private BeatAnalyzer? _analyzer;
    private BaselineOrigin? _origin;
    private BaselineState _state;
    private bool _isWanted;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="analyzer">The models; null when there are none.</param>
    /// <param name="origin">Since when what they know was learned; null when they know nothing.</param>
    public BaselineTracker(double sampleRateHz, BeatAnalyzer? analyzer, BaselineOrigin? origin)
    {
        _sampleRateHz = sampleRateHz;
        _analyzer = analyzer;
        Follow(analyzer, origin);
    }

    /// <summary>Since when it has been learned; null before the first beat. From any thread.</summary>
    public BaselineOrigin? Origin => Volatile.Read(ref _origin);

    /// <summary>Asks for a copy, from any thread.</summary>
    public void AskForCopy() => Volatile.Write(ref _isWanted, true);

    /// <summary>Takes the oldest copy, from any thread; false when there is none.</summary>
    public bool TryTake(out BaselineSnapshot? copy) => _copies.Reader.TryRead(out copy);

    /// <summary>Another pack judges from here on; what the one before knows is copied first.</summary>
    internal void Use(BeatAnalyzer analyzer, BaselineOrigin? origin)
    {
        Copy();
        Follow(analyzer, origin);
    }

    /// <summary>Looks between two blocks whether a copy is wanted.</summary>
    internal void OnBlock()
    {
        if (Volatile.Read(ref _isWanted)) Copy();
    }

    /// <summary>A beat has been learned from.</summary>
    /// <param name="at">When it came.</param>
    /// <param name="state">Whether enough was known when it did.</param>
    internal void OnBeat(DateTimeOffset at, BaselineState state)
    {
        if (state == BaselineState.None) return;
        if (_origin is null) Volatile.Write(ref _origin, new BaselineOrigin(at, IsRecalled: false));
        if (state == BaselineState.Ready && _state == BaselineState.Learning) AskForCopy();
        _state = state;
    }

    /// <summary>Forgets the wearer. That nothing is known is a copy too: it takes the place of the one stored before.</summary>
    internal void Forget()
    {
        _analyzer?.Baseline?.Reset();
        Volatile.Write(ref _origin, null);
        _state = BaselineState.Learning;
        Copy();
    }

    /// <summary>Copies what is known now.</summary>
    internal void Copy()
    {
        Volatile.Write(ref _isWanted, false);
        if (_analyzer?.Baseline is not { } baseline) return;
        var manifest = _analyzer.Pack.Manifest;
        _copies.Writer.TryWrite(new BaselineSnapshot(manifest.Pack, manifest.Version, _sampleRateHz, _origin, baseline.Save()));
    }

    private void Follow(BeatAnalyzer? analyzer, BaselineOrigin? origin)
    {
        _analyzer = analyzer;
        Volatile.Write(ref _origin, origin);
        _state = analyzer?.Baseline?.State ?? BaselineState.None;
    }
}

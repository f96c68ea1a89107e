using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Agent.Tests.Pipeline;

/// <summary>The synthetic heart as a source that does what a test tells it to: fail, hang, come back.</summary>
internal sealed class ScriptedSource(SourceScript script) : IEcgSource
{
    private static readonly Recording s_heart = new SyntheticHeart(new SyntheticHeartOptions { Seed = 4 }).Record(TimeSpan.FromMinutes(2));

    public const int Samples = 25;

    private long _index;

    public SourceDescription Description { get; } = new("scripted", "scripted heart", s_heart.SampleRateHz, HasRhythm: true, IsPaced: true);

    public SourceHealth Health { get; } = new();

    public void Open() => script.OnOpen();

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        if (!script.OnRead(cancellation)) return false;
        script.Count();
        s_heart.Millivolts.AsSpan((int)(_index % (s_heart.Millivolts.Length - Samples)), Samples).CopyTo(block.Millivolts);
        (block.FirstIndex, block.Count, block.At) = (_index, Samples, DateTimeOffset.UtcNow);
        block.Leads.AsSpan(0, Samples).Clear();
        _index += Samples;
        return true;
    }

    public void Dispose() => script.OnDispose();
}

/// <summary>What a scripted source does. Set from the test, asked on the source's thread.</summary>
internal sealed class SourceScript
{
    private int _opened, _disposed, _blocks;

    /// <summary>Asked before each block: false ends the source; it may throw or hang.</summary>
    public Func<CancellationToken, bool> OnRead { get; set; } = Pace;

    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Blocks given so far.</summary>
    public int Blocks => Volatile.Read(ref _blocks);

    public void Count() => Interlocked.Increment(ref _blocks);

    public int Disposed => Volatile.Read(ref _disposed);

    public static bool Pace(CancellationToken cancellation)
    {
        // A tenth of a second of signal every millisecond.
        cancellation.WaitHandle.WaitOne(1);
        cancellation.ThrowIfCancellationRequested();
        return true;
    }

    public void OnOpen() => Interlocked.Increment(ref _opened);

    public void OnDispose() => Interlocked.Increment(ref _disposed);
}

using System.Runtime.ExceptionServices;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Recordings;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// One wearer's ECG: a source, the pipeline it drives, and how both fare. What happens to it touches no other channel. Started and stopped
/// once; what is shown may be read from any thread.
/// </summary>
public sealed class EcgChannel : IDisposable
{
    private readonly ChannelParts _parts;
    private readonly ChannelSupervisor _supervisor;
    private readonly bool _isOnce;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _replacing = new();
    private AlertOptions _alertOptions;
    private EcgPipeline? _pipeline;
    private SourceDescription _source;
    private SourceHealth _health = new();
    private Exception? _failure;
    private Task _finished = Task.CompletedTask;
    private IEcgSource? _first;
    private long _restarts;
    private volatile int _state;
    private volatile bool _isStuck;

    public EcgChannel(
        int index, ChannelOptions options, AlertOptions alertOptions, ChannelParts parts, IFlowControl flow, Supervision supervision,
        TimeProvider time, ILogger<EcgChannel> log)
    {
        Index = index;
        Options = options;
        (_alertOptions, _parts, _isOnce) = (alertOptions, parts, supervision.IsOnce);
        _source = ChannelParts.Missing(options.Source);
        _supervisor = new ChannelSupervisor(this, flow, supervision, time, log);
    }

    /// <summary>Place among the channels, from 0.</summary>
    public int Index { get; }

    public ChannelOptions Options { get; }

    /// <summary>
    /// The pipeline that the source drives. Another one may take its place; samples and beats are numbered on from one to the next, so that
    /// a reader's cursor stays good.
    /// </summary>
    public EcgPipeline Pipeline => Volatile.Read(ref _pipeline) ?? throw new InvalidOperationException("The channel has not been prepared, or is disposed of.");

    /// <summary>The samples as the source gave them, for the recorder.</summary>
    public RawSignal Raw => Pipeline.Raw;

    /// <summary>The pack that judges, null when it was refused; it can be changed while the channel runs.</summary>
    public LoadedPack? Pack => Pipeline.Pack;

    /// <summary>The source; where it could not be made, what was wanted.</summary>
    public SourceDescription Source => Volatile.Read(ref _source);

    /// <summary>How the source is doing; one that was never made does nothing.</summary>
    public SourceHealth SourceHealth => Volatile.Read(ref _health);

    public SourceState State => (SourceState)_state;

    /// <summary>What the channel fails with; null while it works.</summary>
    public string? Error => Volatile.Read(ref _failure)?.Message;

    /// <summary>How often the channel was restarted because nothing moved or its pipeline failed.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    /// <summary>Whether samples should come and nothing has moved for too long.</summary>
    public bool IsStuck => _isStuck;

    /// <summary>Completes when the source has ended, or failed for good, or the channel was stopped.</summary>
    public Task Finished => Volatile.Read(ref _finished);

    /// <summary>
    /// Makes source and pipeline; from then on the channel can be looked at. A source that cannot be had and a pack that is refused are
    /// shown, and no error here.
    /// </summary>
    /// <exception cref="Exception">What is wrong with source or pack, where the channel is played once.</exception>
    public void Prepare()
    {
        var failure = MakeSource(out _first);
        var refused = ReplacePipeline();
        if (failure is not null) Show(SourceState.Failed, failure);
        if (_isOnce && (failure ?? refused) is { } wrong) ExceptionDispatchInfo.Throw(wrong);
    }

    /// <summary>Starts reading, on a thread of the channel's own.</summary>
    public void Start() => Volatile.Write(ref _finished, Task.Run(() => _supervisor.RunAsync(Interlocked.Exchange(ref _first, null), _failure, _stop.Token)));

    /// <summary>Changes when alerts are raised, while the channel runs.</summary>
    public void Use(AlertOptions options)
    {
        lock (_replacing)
        {
            _alertOptions = options;
            _pipeline?.Use(ChannelParts.Kinds(Source, options));
        }
    }

    /// <summary>Asks the channel to end; <see cref="Finished"/> tells when it has.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Throws what the channel has failed with; returns when it has not.</summary>
    public void ThrowFailure()
    {
        if (Volatile.Read(ref _failure) is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        // The container disposes a hosted service once for each way it is registered. The source of the stop token holds nothing to dispose of.
        Stop();
        Finished.GetAwaiter().GetResult();
        Interlocked.Exchange(ref _first, null)?.Dispose();
        _pipeline?.Dispose();
    }

    /// <summary>Makes the source anew, and a pipeline for it if its rate is another one. Gives what went wrong; null when nothing did.</summary>
    internal Exception? Renew(out IEcgSource? source)
    {
        var failure = MakeSource(out source);
        if (failure is null && Source.SampleRateHz != Pipeline.Signal.SampleRateHz) ReplacePipeline();
        return failure;
    }

    /// <summary>Puts a new pipeline in the place of the one there, if any. Gives why its pack is refused; null when it is not.</summary>
    internal PackException? ReplacePipeline()
    {
        lock (_replacing)
        {
            // The pack may have been changed since the start.
            var options = _pipeline?.Pack is { } pack ? Options with { Pack = pack.Manifest.Pack, Precision = pack.Precision } : Options;
            Volatile.Write(ref _pipeline, _parts.Pipeline(options, Source, _alertOptions, _pipeline, out var refused));
            return refused;
        }
    }

    internal void Show(SourceState state, Exception? failure = null)
    {
        Volatile.Write(ref _failure, failure);
        _state = (int)state;
    }

    internal void ShowStuck(bool isStuck) => _isStuck = isStuck;

    internal void CountRestart() => Interlocked.Increment(ref _restarts);

    private Exception? MakeSource(out IEcgSource? source)
    {
        source = null;
        try
        {
            source = _parts.Source(Options);
            Volatile.Write(ref _source, source.Description);
            Volatile.Write(ref _health, source.Health);
            return null;
        }
#pragma warning disable CA1031 // Whatever keeps a source from being made is this channel's fault alone, and shown there.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}

using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Recordings;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// One wearer's ECG: a source, the thread that reads it, and the pipeline it drives. Started and stopped once.
/// </summary>
public sealed class EcgChannel : IDisposable
{
    private const int BlockCapacity = 4096;

    private readonly IEcgSource _source;
    private readonly IFlowControl _flow;
    private readonly ILogger<EcgChannel> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private volatile string? _error;
    private volatile int _state;
    private bool _disposed;

    public EcgChannel(
        int index, ChannelOptions options, IEcgSource source, EcgPipeline pipeline, IFlowControl flow, ILogger<EcgChannel> log)
    {
        Index = index;
        Options = options;
        Pipeline = pipeline;
        Raw = new RawSignal(source.Description.SampleRateHz, BlockCapacity);
        _source = source;
        _flow = flow;
        _log = log;
    }

    /// <summary>Place among the channels, from 0.</summary>
    public int Index { get; }

    public ChannelOptions Options { get; }

    public EcgPipeline Pipeline { get; }

    /// <summary>The samples as the source gave them, for the recorder.</summary>
    public RawSignal Raw { get; }

    /// <summary>The pack that judges; it can be changed while the channel runs.</summary>
    public LoadedPack Pack => Pipeline.Pack;

    public SourceDescription Source => _source.Description;

    public SourceState State => (SourceState)_state;

    /// <summary>What the source failed with; null while it works.</summary>
    public string? Error => _error;

    /// <summary>Completes when the source has ended or failed, or the channel was stopped.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Starts reading, on a thread of the channel's own.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"ecg {Options.Name}", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Asks the thread to end; <see cref="Finished"/> tells when it has.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        // The container disposes a hosted service once for each way it is registered.
        if (_disposed) return;
        _disposed = true;
        Stop();
        _thread?.Join();
        _source.Dispose();
        Pipeline.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Read();
            _state = (int)SourceState.Ended;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _state = (int)SourceState.Ended;
        }
#pragma warning disable CA1031 // One channel's failure, whatever it is, is shown on that channel and leaves the others running.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _error = e.Message;
            _state = (int)SourceState.Failed;
            _log.LogError(e, "Channel {Channel}: {Source} failed", Options.Name, _source.Description.Text);
        }
        finally
        {
            Pipeline.End(_error);
            _finished.SetResult();
        }
    }

    private void Read()
    {
        var block = new SampleBlock(BlockCapacity);
        _source.Open();
        _state = (int)SourceState.Running;
        while (_source.Read(block, _stop.Token))
        {
            Raw.Append(block);
            Pipeline.Process(block);
            // A source without a clock of its own would outrun the store; it waits, so that a fast replay loses nothing.
            if (!_source.Description.IsPaced) _flow.WaitForRoom(this, _stop.Token);
        }
    }
}

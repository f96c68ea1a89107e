using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// One reading of a source into a pipeline, from opening it to its end, on a thread of its own. It can be given up from outside when the
/// thread does not come back: from then on it touches nothing that others use.
/// </summary>
#pragma warning disable CA1001 // The source of the stop token has neither timer nor wait handle: there is nothing in it to dispose of.
internal sealed class SourceRun
#pragma warning restore CA1001
{
    private const int BlockCapacity = 4096;

    /// <summary>Where the thread is. It alone changes this, but for <see cref="GivenUp"/>.</summary>
    private const int InSource = 0, InPipeline = 1, WaitingForRoom = 2, GivenUp = 3;

    private readonly EcgChannel _channel;
    private readonly IEcgSource _source;
    private readonly EcgPipeline _pipeline;
    private readonly IFlowControl _flow;
    private readonly TimeProvider _time;
    private readonly long? _brokeOff;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<RunEnd> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _place;
    private long _moves;

    /// <param name="channel">Whose samples these are.</param>
    /// <param name="source">The source, not opened yet; the run disposes it.</param>
    /// <param name="pipeline">Takes the samples.</param>
    /// <param name="flow">Holds back a source without a clock of its own.</param>
    /// <param name="time">Measures the gap.</param>
    /// <param name="brokeOff">Timestamp of the end of the run before, so that samples are numbered on behind a gap; null for the first.</param>
    public SourceRun(EcgChannel channel, IEcgSource source, EcgPipeline pipeline, IFlowControl flow, TimeProvider time, long? brokeOff)
    {
        (_channel, _source, _pipeline, _flow, _time, _brokeOff) = (channel, source, pipeline, flow, time, brokeOff);
    }

    /// <summary>Told on the thread when the source is open.</summary>
    public Action? Opened { get; init; }

    /// <summary>Completes when the thread has ended.</summary>
    public Task<RunEnd> Finished => _finished.Task;

    /// <summary>Counts the thread's steps: it stands still as long as this does.</summary>
    public long Moves => Volatile.Read(ref _moves);

    /// <summary>Whether standing still is no fault now: the store is waited for, or a source that gives samples when it likes.</summary>
    public bool MayRest => Volatile.Read(ref _place) is var place && (place == WaitingForRoom || (place == InSource && !_source.Description.IsPaced));

    public void Start(string name) =>
        new Thread(Run) { IsBackground = true, Name = $"ecg {name}", Priority = ThreadPriority.AboveNormal }.Start();

    /// <summary>Asks the thread to end; <see cref="Finished"/> tells when it has.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Gives the thread up; true when it was within the pipeline, which nobody else can use any more then.</summary>
    public bool GiveUp()
    {
        var place = Interlocked.Exchange(ref _place, GivenUp);
        _stop.Cancel();
        return place == InPipeline;
    }

    private void Run()
    {
        var end = new RunEnd(null, BrokePipeline: false);
        try
        {
            using (_source) Read();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped or given up.
        }
#pragma warning disable CA1031 // One channel's failure, whatever it is, is shown on that channel and leaves the others running.
        catch (Exception e)
#pragma warning restore CA1031
        {
            end = new RunEnd(e, BrokePipeline: Volatile.Read(ref _place) == InPipeline);
        }

        _finished.SetResult(end);
    }

    private void Read()
    {
        var block = new SampleBlock(BlockCapacity);
        _source.Open();
        if (Volatile.Read(ref _place) == GivenUp) return;
        Opened?.Invoke();
        long? offset = _brokeOff is null ? 0 : null;
        while (_source.Read(block, _stop.Token))
        {
            if (!Enter(InSource, InPipeline)) return;
            offset ??= _pipeline.NextIndex + Gap() - block.FirstIndex;
            block.FirstIndex += offset.Value;
            _pipeline.Process(block);
            if (!Enter(InPipeline, WaitingForRoom)) return;
            // A source without a clock of its own would outrun the store; it waits, so that a fast replay loses nothing.
            if (!_source.Description.IsPaced) _flow.WaitForRoom(_channel, _stop.Token);
            if (!Enter(WaitingForRoom, InSource)) return;
        }
    }

    /// <summary>Goes from one place to the next; false when the run has been given up meanwhile.</summary>
    private bool Enter(int from, int to)
    {
        Volatile.Write(ref _moves, _moves + 1);
        return Interlocked.CompareExchange(ref _place, to, from) == from;
    }

    private long Gap() => Math.Max(1, (long)(_time.GetElapsedTime(_brokeOff!.Value).TotalSeconds * _pipeline.Signal.SampleRateHz));
}

/// <summary>How a run has ended.</summary>
/// <param name="Failure">What failed; null when the source has ended or the run was stopped.</param>
/// <param name="BrokePipeline">Whether it failed within the pipeline, whose state is anybody's guess then.</param>
internal readonly record struct RunEnd(Exception? Failure, bool BrokePipeline);

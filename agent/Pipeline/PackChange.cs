using EcgEdge.Inference;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Another pack's models, on their way from whoever asked for them to the source's thread.</summary>
internal sealed class PackChange(BeatAnalyzer analyzer, BaselineOrigin? baseline)
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BeatAnalyzer Analyzer => analyzer;

    /// <summary>Since when what they know of the wearer was learned; null when they know nothing.</summary>
    public BaselineOrigin? Baseline => baseline;

    /// <summary>Completes when the pack judges; is cancelled when another was asked for first or the signal has ended.</summary>
    public Task Taken => _taken.Task;

    public void Take() => _taken.TrySetResult();

    public void Drop()
    {
        analyzer.Dispose();
        _taken.TrySetCanceled();
    }
}

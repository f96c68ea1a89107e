namespace EcgEdge.Acquisition.Sources;

/// <summary>
/// Where samples come from. One thread owns a source: it calls <see cref="Open"/> once, then <see cref="Read"/> until that says the end,
/// then disposes it. Nothing here may be called concurrently. Constructors only assign; whatever can fail outside happens in Open.
/// </summary>
public interface IEcgSource : IDisposable
{
    SourceDescription Description { get; }

    /// <summary>How it is doing; may be read from any thread.</summary>
    SourceHealth Health { get; }

    /// <summary>Connects, opens, checks. Called once, before the first read.</summary>
    /// <exception cref="IOException">The device or file cannot be had; the message names it.</exception>
    void Open();

    /// <summary>
    /// Waits for samples and fills the block with at least one. Lost samples show as a jump of
    /// <see cref="SampleBlock.FirstIndex"/>; values are never made up for them.
    /// </summary>
    /// <returns>False when there will be no more samples.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    /// <exception cref="IOException">The source broke down.</exception>
    bool Read(SampleBlock block, CancellationToken cancellation);
}

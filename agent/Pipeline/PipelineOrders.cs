using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// What other threads ask of a pipeline, left here until its own thread takes it between two blocks. Looking costs that thread a read.
/// </summary>
internal sealed class PipelineOrders
{
    private PackChange? _pack;
    private AlertOptions? _alertOptions;
    private bool _calibrate, _closed;

    /// <summary>Asks for another pack to judge; the one asked for before and not taken yet is dropped.</summary>
    /// <returns>Completes when the pack judges; is cancelled when another is asked for first or the signal has ended.</returns>
    public Task UseAsync(PackChange change)
    {
        Interlocked.Exchange(ref _pack, change)?.Drop();
        if (Volatile.Read(ref _closed)) Interlocked.Exchange(ref _pack, null)?.Drop();
        return change.Taken;
    }

    /// <summary>Asks for the wearer's baseline to be learned anew.</summary>
    public void Calibrate() => Volatile.Write(ref _calibrate, true);

    /// <summary>Asks for alerts to be raised by other limits.</summary>
    public void Use(AlertOptions options) => Volatile.Write(ref _alertOptions, options);

    /// <summary>The limits asked for; null when they are as they were.</summary>
    public AlertOptions? TakeAlertOptions() => Volatile.Read(ref _alertOptions) is null ? null : Interlocked.Exchange(ref _alertOptions, null);

    /// <summary>The pack asked for; null when none is.</summary>
    public PackChange? TakePack() => Volatile.Read(ref _pack) is null ? null : Interlocked.Exchange(ref _pack, null);

    /// <summary>Whether the baseline is to be learned anew; true once for every time it was asked for.</summary>
    public bool TakeCalibration()
    {
        if (!Volatile.Read(ref _calibrate)) return false;
        Volatile.Write(ref _calibrate, false);
        return true;
    }

    /// <summary>The signal has ended: whatever is asked for from now on is dropped.</summary>
    public void Close()
    {
        Volatile.Write(ref _closed, true);
        Interlocked.Exchange(ref _pack, null)?.Drop();
    }
}

using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Keeps a replay that runs as fast as it can from overrunning the store: it waits while half the journal of beats, or many alerts, are
/// still to be written.
/// </summary>
public sealed class StoreFlow(AlertWriter alerts) : IFlowControl, IDisposable
{
    private const int MostAlertsWaiting = 512;
    private static readonly TimeSpan s_recheck = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _work = new(0);
    private readonly Dictionary<EcgChannel, long> _stored = [];
    private readonly object _gate = new();

    public void WaitForRoom(EcgChannel channel, CancellationToken cancellation)
    {
        var beats = channel.Pipeline.Beats;
        lock (_gate)
        {
            while (beats.End - _stored.GetValueOrDefault(channel) > beats.Capacity / 2 || alerts.Pending > MostAlertsWaiting)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_work.CurrentCount == 0) _work.Release();
                Monitor.Wait(_gate, s_recheck);
            }
        }
    }

    /// <summary>Told by the beat writer how far a channel's beats are stored.</summary>
    public void Stored(EcgChannel channel, long cursor)
    {
        lock (_gate)
        {
            _stored[channel] = cursor;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns after the interval, or earlier when a source waits for room.</summary>
    public Task WaitForWork(TimeSpan interval, CancellationToken cancellation) => _work.WaitAsync(interval, cancellation);

    public void Dispose() => _work.Dispose();
}

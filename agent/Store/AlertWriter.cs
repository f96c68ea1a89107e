using System.Threading.Channels;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Takes alerts and strips from the pipelines and brings them to the store, in order. What cannot be stored now is kept and tried again:
/// an alert is never dropped.
/// </summary>
public sealed class AlertWriter : BackgroundService, IAlertSink
{
    private const int BatchSize = 256;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly EcgStore _store;
    private readonly AlertMessages _messages;
    private readonly SnoozeBook _snoozes;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertWriter> _log;
    private long _taken, _written;
    private volatile string? _storeFault;

    public AlertWriter(EcgStore store, AlertMessages messages, SnoozeBook snoozes, TimeProvider time, ILogger<AlertWriter> log)
    {
        _store = store;
        _messages = messages;
        _snoozes = snoozes;
        _time = time;
        _log = log;
    }

    /// <summary>Raised with every alert as saved, on the writer's thread.</summary>
    public event Action<Alert>? Saved;

    /// <summary>Why the store cannot be written just now; null while it can. Alerts wait in memory meanwhile.</summary>
    public string? StoreFault => _storeFault;

    /// <summary>Alerts and strips taken but not stored yet.</summary>
    public long Pending => Interlocked.Read(ref _taken) - Interlocked.Read(ref _written);

    public void Take(Alert alert) => Enqueue(alert);

    public void Take(Strip strip) => Enqueue(strip);

    /// <summary>Completes when everything taken before this call is stored.</summary>
    public Task FlushAsync()
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(stored);
        return stored.Task;
    }

    /// <summary>Notes that a person has seen an alert; gives it as it is now, or null if there is none of that id.</summary>
    public Alert? Acknowledge(Guid id)
    {
        var before = _store.FindAlert(id)?.Revision;
        var alert = _store.Acknowledge(id, _time.GetUtcNow(), _messages.For);
        if (alert is not null && alert.Revision != before) Saved?.Invoke(alert);
        return alert;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _snoozes.Ended += Enqueue;
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Stores what is left before it returns: pipelines have ended by then.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _snoozes.Ended -= Enqueue;
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ClearLeftOpenAsync(stoppingToken);
        var batch = new List<object>(BatchSize);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out var item)) batch.Add(item);
            await StoreAsync(batch, stoppingToken);
            Interlocked.Add(ref _written, batch.Count);
        }
    }

    private void Enqueue(object item)
    {
        Interlocked.Increment(ref _taken);
        if (!_queue.Writer.TryWrite(item)) _log.LogError("An alert came after the agent had stopped: {Item}", item);
    }

    private async Task StoreAsync(List<object> batch, CancellationToken stopping)
    {
        Alert[] alerts = [.. batch.OfType<Alert>().Select(a => a with { Snoozed = _snoozes.IsSnoozed(a.Channel, a.Kind) })];
        IReadOnlyList<Alert> saved = [];
        if (!await UntilStored(() => saved = _store.SaveAlerts(alerts, _messages.For), stopping))
        {
            foreach (var alert in alerts) _log.LogCritical("Not stored: {Alert}", alert);
        }

        foreach (var strip in batch.OfType<Strip>()) await UntilStored(() => _store.SaveStrip(strip), stopping);
        foreach (var alert in saved) Saved?.Invoke(alert);
        foreach (var snooze in batch.OfType<Snooze>()) await AnnounceAsync(snooze, stopping);
        foreach (var flush in batch.OfType<TaskCompletionSource>()) flush.SetResult();
    }

    /// <summary>Nobody sees how an episode went on that an earlier run of the agent left open.</summary>
    private async Task ClearLeftOpenAsync(CancellationToken stopping)
    {
        IReadOnlyList<Alert> cleared = [];
        await UntilStored(() => cleared = _store.ClearLeftOpen(_time.GetUtcNow(), _messages.For), stopping);
        foreach (var alert in cleared) Saved?.Invoke(alert);
    }

    /// <summary>A kind is not snoozed any more: what people were spared and still lasts, they are told of now.</summary>
    private async Task AnnounceAsync(Snooze ended, CancellationToken stopping)
    {
        IReadOnlyList<Alert> told = [];
        await UntilStored(() => told = _store.Announce(ended.Channel, ended.Kind, _messages.For), stopping);
        foreach (var alert in told) Saved?.Invoke(alert);
    }

    /// <summary>Tries until it works; false only when the agent stops while the store cannot be written.</summary>
    private async Task<bool> UntilStored(Action store, CancellationToken stopping)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                store();
                if (told) _log.LogWarning("The store can be written again");
                _storeFault = null;
                return true;
            }
            catch (StoreException e)
            {
                _storeFault = e.Message;
                if (!told) _log.LogError(e, "Alerts wait in memory: {Problem}", e.Message);
                if (stopping.IsCancellationRequested) return false;
            }

            try
            {
                await Task.Delay(s_retry, _time, stopping);
            }
            catch (OperationCanceledException)
            {
                // Stopping: one last try.
            }
        }
    }
}

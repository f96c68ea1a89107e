using System.Threading.Channels;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Takes alerts and strips from the pipelines and brings them to the store, in order. What cannot be stored now is kept and tried again:
/// an alert is never dropped. Of strips no more than <see cref="MostStrips"/> wait.
/// </summary>
public sealed class AlertWriter : BackgroundService, IAlertSink
{
    /// <summary>Strips that wait for a store that cannot be written: 15 s at 250 Hz are 15 kB each, alerts without their strip 1 kB.</summary>
    public const int MostStrips = 1024;

    private const int BatchSize = 256, StripBatchSize = 64;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly EcgStore _store;
    private readonly AlertMessages _messages;
    private readonly SnoozeBook _snoozes;
    private readonly RunClock _clock;
    private readonly ILogger<AlertWriter> _log;
    private long _taken, _written;

    // Of the writing task alone.
    private readonly List<Alert> _alerts = [];
    private readonly Queue<Strip> _strips = [];
    private readonly List<TaskCompletionSource> _flushes = [];
    private readonly Queue<Snooze> _ended = [];
    private readonly Dictionary<Guid, Alert> _delayed = [];
    private int _told;
    private bool _failed, _hasLeftOpen = true;
    private volatile IReadOnlyList<Alert> _waiting = [];

    public AlertWriter(EcgStore store, AlertMessages messages, SnoozeBook snoozes, RunClock clock, ILogger<AlertWriter> log)
    {
        _store = store;
        _messages = messages;
        _snoozes = snoozes;
        _clock = clock;
        _log = log;
    }

    /// <summary>Raised with every alert as saved, by whoever saved it.</summary>
    public event Action<Alert>? Saved;

    /// <summary>
    /// Raised with every alert that cannot be saved now, on the writer's thread, within a second or two: people must hear of it all the same.
    /// It has the revision under which it will be saved.
    /// </summary>
    public event Action<Alert>? Delayed;

    /// <summary>The newest state of every alert that cannot be saved now, as it was told. From any thread.</summary>
    public IReadOnlyList<Alert> Waiting => _waiting;

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
        var alert = _store.Acknowledge(id, _clock.GetUtcNow(), _messages.For);
        if (alert is not null && alert.Revision != before) Saved?.Invoke(alert);
        return alert;
    }

    /// <summary>Moves all that this run has stored by a step of the wall clock, and tells the alerts anew.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing has changed.</exception>
    public void CorrectTimes(TimeSpan step)
    {
        foreach (var alert in _store.CorrectTimes(step, _messages.For)) Saved?.Invoke(alert);
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
        while (_hasLeftOpen || _alerts.Count + _strips.Count + _ended.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Before the try: when the agent stops after this, all there is gets one more.
            var isLast = stoppingToken.IsCancellationRequested || _queue.Reader.Completion.IsCompleted;
            while (_queue.Reader.TryRead(out var item)) Sort(item);
            try
            {
                StoreAll();
            }
            catch (StoreException e)
            {
                TellDelayed(e);
                if (isLast) break;
                await PauseAsync(stoppingToken);
            }
        }

        foreach (var alert in _alerts) _log.LogCritical("Not stored: {Alert}", alert);
        foreach (var flush in _flushes) flush.SetCanceled(CancellationToken.None);
    }

    private void Enqueue(object item)
    {
        Interlocked.Increment(ref _taken);
        if (!_queue.Writer.TryWrite(item)) _log.LogError("An alert came after the agent had stopped: {Item}", item);
    }

    private void Sort(object item)
    {
        if (item is Alert alert) _alerts.Add(alert with { Snoozed = _snoozes.IsSnoozed(alert.Channel, alert.Kind) });
        else if (item is Strip strip) Hold(strip);
        else if (item is Snooze snooze) _ended.Enqueue(snooze);
        else _flushes.Add((TaskCompletionSource)item);
    }

    private void Hold(Strip strip)
    {
        if (_strips.Count == MostStrips)
        {
            _log.LogError("Too many strips wait for the store; that of alert {Id} is dropped", _strips.Dequeue().AlertId);
            Interlocked.Increment(ref _written);
        }

        _strips.Enqueue(strip);
    }

    private void StoreAll()
    {
        if (_hasLeftOpen) ClearLeftOpen();
        while (_alerts.Count > 0)
        {
            var batch = _alerts.GetRange(0, Math.Min(BatchSize, _alerts.Count));
            var saved = _store.SaveAlerts(batch, _messages.For);
            _alerts.RemoveRange(0, batch.Count);
            _told = Math.Max(0, _told - batch.Count);
            Interlocked.Add(ref _written, batch.Count);
            foreach (var alert in saved) Saved?.Invoke(alert);
        }

        while (_strips.Count > 0) StoreStrips();

        while (_ended.TryPeek(out var snooze))
        {
            Announce(snooze);
            _ended.Dequeue();
            Interlocked.Increment(ref _written);
        }

        if (_failed) _log.LogWarning("The store can be written again; alerts that had waited are stored");
        (_failed, _told, _waiting) = (false, 0, []);
        _delayed.Clear();
        foreach (var flush in _flushes) flush.SetResult();
        Interlocked.Add(ref _written, _flushes.Count);
        _flushes.Clear();
    }

    /// <summary>Nobody sees how an episode went on that an earlier run of the agent left open.</summary>
    private void ClearLeftOpen()
    {
        foreach (var alert in _store.ClearLeftOpen(_clock.GetUtcNow(), _messages.For)) Saved?.Invoke(alert);
        _hasLeftOpen = false;
    }

    /// <summary>A kind is not snoozed any more: what people were spared and still lasts, they are told of now.</summary>
    private void Announce(Snooze ended)
    {
        foreach (var alert in _store.Announce(ended.Channel, ended.Kind, _messages.For)) Saved?.Invoke(alert);
    }

    /// <summary>Every transaction waits for the disk: strips share one, as long as none of them is refused.</summary>
    private void StoreStrips()
    {
        Strip[] batch = [.. _strips.Take(StripBatchSize)];
        try
        {
            _store.SaveStrips(batch);
            Stored(batch.Length);
        }
        catch (StoreException e) when (IsFinal(e))
        {
            foreach (var strip in batch)
            {
                Store(strip);
                Stored(1);
            }
        }

        void Stored(int strips)
        {
            for (var i = 0; i < strips; i++) _strips.Dequeue();
            Interlocked.Add(ref _written, strips);
        }
    }

    private void Store(Strip strip)
    {
        try
        {
            _store.SaveStrip(strip);
        }
        catch (StoreException e) when (IsFinal(e))
        {
            // It will never be stored, and must not stand in the way of the alerts behind it.
            _log.LogError(e, "The strip of alert {Id} is dropped: {Problem}", strip.AlertId, e.Message);
        }
    }

    private static bool IsFinal(StoreException e) => e.Failure is StoreFailure.Refused or StoreFailure.Damaged;

    private void TellDelayed(StoreException problem)
    {
        if (!_failed) _log.LogError(problem, "Alerts wait in memory: {Problem}", problem.Message);
        _failed = true;
        for (; _told < _alerts.Count; _told++) Delayed?.Invoke(Provisional(_alerts[_told]));
        _waiting = [.. _delayed.Values];
    }

    /// <summary>The alert as it will be once it is saved.</summary>
    private Alert Provisional(Alert alert)
    {
        Alert? stored = null;
        try
        {
            stored = _store.FindAlert(alert.Id);
        }
        catch (StoreException)
        {
            // It cannot even be read: the alert's own count is right unless somebody has acknowledged it.
        }

        var last = Math.Max(stored?.Revision ?? alert.Revision - 1, _delayed.GetValueOrDefault(alert.Id)?.Revision ?? 0);
        return _delayed[alert.Id] = _store.Dated(alert) with { Revision = last + 1, AcknowledgedAt = stored?.AcknowledgedAt };
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(s_retry, _clock, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping: one last try.
        }
    }
}

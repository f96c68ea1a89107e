using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Keeps the outbox within <see cref="MqttOptions.OutboxMaxMegabytes"/> and <see cref="MqttOptions.OutboxMaxAgeHours"/> while the broker is
/// away. Telemetry never gets into the outbox at all, so it is what goes first; an alert that has to go is counted, logged as an error and
/// shown in status and health, and the store and REST still have it.
/// </summary>
/// <remarks>
/// Age is the time the agent ran while a message waited, by the monotonic clock: a Raspberry Pi without a battery clock would else give up
/// everything when the time server sets its clock right.
/// </remarks>
public sealed class OutboxLimiter(MqttOptions options, Outbox outbox, TimeProvider time, ILogger<OutboxLimiter> log) : BackgroundService
{
    private static readonly TimeSpan s_agingInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _due = new(0, 1);
    private readonly long _maxBytes = options.OutboxMaxMegabytes * 1_000_000L;
    private readonly TimeSpan _maxAge = TimeSpan.FromHours(options.OutboxMaxAgeHours);
    private ITimer? _timer;
    private long _aged;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled) return Task.CompletedTask;
        _aged = time.GetTimestamp();
        // Not by the task, which may begin much later.
        _timer = time.CreateTimer(_ => Wake(), null, s_agingInterval, s_agingInterval);
        outbox.Changed += OnChanged;
        OnChanged();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Changed -= OnChanged;
        _timer?.Dispose();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _timer?.Dispose();
        _due.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _due.WaitAsync(stoppingToken).ConfigureAwait(false);
                try
                {
                    KeepWithinLimits();
                }
                catch (StoreException e)
                {
                    log.LogError("MQTT: the outbox cannot be kept within its limits: {Error} Trying again.", e.Message);
                    await Task.Delay(s_storeRetry, time, stoppingToken).ConfigureAwait(false);
                    Wake();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void OnChanged()
    {
        if (outbox.Bytes > _maxBytes) Wake();
    }

    private void Wake()
    {
        lock (_due)
        {
            if (_due.CurrentCount == 0) _due.Release();
        }
    }

    private void KeepWithinLimits()
    {
        var now = time.GetTimestamp();
        var waited = time.GetElapsedTime(_aged, now);
        var ages = waited >= s_agingInterval;
        if (ages)
        {
            if (outbox.Count > 0) outbox.Age(waited);
            _aged = now;
        }

        if (!ages && outbox.Bytes <= _maxBytes) return;
        var loss = outbox.Trim(_maxBytes, _maxAge);
        if (loss.Alerts > 0)
        {
            log.LogError(
                "MQTT: {Alerts} alerts are given up: the broker has been away too long for an outbox of {Megabytes} MB and {Hours} h. The store still has them.",
                loss.Alerts, options.OutboxMaxMegabytes, options.OutboxMaxAgeHours);
        }
        else if (loss.Messages > 0)
        {
            log.LogWarning("MQTT: {Messages} messages that later ones have overtaken are taken out of a full outbox.", loss.Messages);
        }
    }
}

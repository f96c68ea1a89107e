using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Sees to it that people hear of a store that cannot be written: raises <c>store.fault</c> on every channel, whose bed then is not recorded,
/// and publishes alerts that wait in memory at once, beside the outbox. Once they are stored they are published again through it, under the
/// same id and revision.
/// </summary>
public sealed class StoreWatch : BackgroundService
{
    /// <summary>Seconds a fault must last to be raised, and be gone to be cleared: one busy moment of a disk is none.</summary>
    private const int RaiseAfterSeconds = 3, ClearAfterSeconds = 10;

    private readonly EcgStore _store;
    private readonly AlertWriter _alerts;
    private readonly AlertMessages _messages;
    private readonly MqttPublisher _mqtt;
    private readonly ChannelSet _channels;
    private readonly RunClock _clock;
    private readonly List<Alert> _open = [];
    private int _bad, _good;

    public StoreWatch(EcgStore store, AlertWriter alerts, AlertMessages messages, MqttPublisher mqtt, ChannelSet channels, RunClock clock)
    {
        (_store, _alerts, _messages, _mqtt, _channels, _clock) = (store, alerts, messages, mqtt, channels, clock);
        alerts.Delayed += Publish;
    }

    public override void Dispose()
    {
        _alerts.Delayed -= Publish;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (_store.Problem is null) Clear();
        }
    }

    private void Look()
    {
        if (_store.Problem is { } problem)
        {
            (_bad, _good) = (_bad + 1, 0);
            if (_bad >= RaiseAfterSeconds && _open.Count == 0) Raise(problem);
            return;
        }

        (_bad, _good) = (0, _good + 1);
        if (_good >= ClearAfterSeconds && _open.Count > 0) Clear();
    }

    private void Raise(string problem)
    {
        foreach (var channel in _channels.All)
        {
            var manifest = channel.Pack?.Manifest;
            _open.Add(new Alert
            {
                Id = Guid.CreateVersion7(_clock.GetUtcNow()),
                Revision = 1,
                Channel = channel.Options.Name,
                Wearer = channel.Options.Wearer,
                Kind = AlertKind.StoreFault,
                Priority = AlertPriority.Medium,
                State = AlertState.Raised,
                StartedAt = _clock.GetUtcNow(),
                StartIndex = channel.Pipeline.Samples,
                Score = _bad,
                Threshold = RaiseAfterSeconds,
                Beats = 0,
                AnomalousBeats = 0,
                Classes = new Dictionary<string, int>(),
                Pack = manifest?.Pack ?? channel.Options.Pack,
                PackVersion = manifest?.Version ?? "",
                Message = $"Nothing is recorded: {problem}",
            });
        }

        foreach (var alert in _open) _alerts.Take(alert);
    }

    private void Clear()
    {
        foreach (var alert in _open)
        {
            _alerts.Take(alert with
            {
                Revision = alert.Revision + 1,
                State = AlertState.Cleared,
                EndedAt = _clock.GetUtcNow(),
                EndIndex = _channels.Find(alert.Channel)!.Pipeline.Samples,
                Message = "Recording goes on",
            });
        }

        _open.Clear();
    }

    private void Publish(Alert alert)
    {
        if (_messages.For(alert) is { } message) _mqtt.PublishUnstored(message);
    }
}

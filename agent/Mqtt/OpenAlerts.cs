using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Keeps in mind which alerts last on each channel, and tells the broker with every change. The stream of alerts says what happens; this
/// says how things are, to a subscriber that comes late. Snoozed alerts are none.
/// </summary>
public sealed class OpenAlerts(AgentOptions options, AlertWriter writer, SnoozeBook snoozes, MqttPublisher mqtt) : IHostedService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<Guid, Alert>> _open = options.Channels.ToDictionary(c => c.Name, _ => new Dictionary<Guid, Alert>());

    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Saved += Take;
        snoozes.Changed += Publish;
        // What an earlier run left open is cleared before anything is raised.
        foreach (var channel in _open.Keys) Publish(channel);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        writer.Saved -= Take;
        snoozes.Changed -= Publish;
        return Task.CompletedTask;
    }

    /// <summary>Alerts that last on a channel, oldest first.</summary>
    public IReadOnlyList<Alert> Of(string channel)
    {
        lock (_gate) return [.. _open[channel].Values.OrderBy(a => a.Id)];
    }

    private void Take(Alert alert)
    {
        lock (_gate)
        {
            if (alert.Snoozed || !_open.TryGetValue(alert.Channel, out var open)) return;
            if (alert.State == AlertState.Cleared) open.Remove(alert.Id);
            else open[alert.Id] = alert;
        }

        Publish(alert.Channel);
    }

    private void Publish(string channel)
    {
        // Under the lock, so that an older state does not overtake a newer one.
        lock (_gate)
        {
            // A snooze may be left of a channel that there is no more.
            if (!_open.TryGetValue(channel, out var alerts)) return;
            var open = alerts.Values;
            var worst = open.OrderByDescending(a => a.Priority).ThenByDescending(a => a.Id).FirstOrDefault();
            var told = new OpenAlertsDto(
                channel, open.Count, open.Count(a => a.AcknowledgedAt is null), worst?.Id, worst?.Kind, worst?.Priority, worst?.StartedAt, worst?.Message,
                snoozes.Of(channel));
            mqtt.PublishOpenAlerts(channel, JsonSerializer.SerializeToUtf8Bytes(told, ApiJson.Default.OpenAlertsDto));
        }
    }
}

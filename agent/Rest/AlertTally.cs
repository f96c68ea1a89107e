using System.Collections.Concurrent;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary>Alerts raised since the start, by channel and kind.</summary>
public sealed class AlertTally(AlertWriter alerts) : IHostedService
{
    private readonly ConcurrentDictionary<(string Channel, string Kind), long> _raised = new();

    /// <summary>How many were raised.</summary>
    public IReadOnlyDictionary<(string Channel, string Kind), long> Raised => _raised;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        alerts.Saved += Count;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        alerts.Saved -= Count;
        return Task.CompletedTask;
    }

    private void Count(Alert alert)
    {
        if (alert.Revision == 1) _raised.AddOrUpdate((alert.Channel, alert.Kind), 1, (_, count) => count + 1);
    }
}

using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Pipeline;

/// <summary>The alerts of a pipeline that last, each as it was handed on last. Noted on the pipeline's thread, taken from any.</summary>
internal sealed class RaisedAlerts
{
    private readonly Dictionary<Guid, Alert> _alerts = [];
    private readonly Lock _lock = new();

    public void Note(Alert alert)
    {
        lock (_lock)
        {
            if (alert.State == AlertState.Cleared) _alerts.Remove(alert.Id);
            else _alerts[alert.Id] = alert;
        }
    }

    /// <summary>All of them; none is left.</summary>
    public IReadOnlyList<Alert> TakeAll()
    {
        lock (_lock)
        {
            Alert[] all = [.. _alerts.Values];
            _alerts.Clear();
            return all;
        }
    }
}

using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Recordings;

/// <summary>How an alert is noted beside the signal: at its start and at its end, with the id under which the store has it.</summary>
internal readonly record struct AlertNote(long Index, string Text)
{
    public static AlertNote Raised(Alert alert) =>
        new(alert.StartIndex, $"{alert.Kind} raised {alert.Priority.ToString().ToLowerInvariant()} {alert.Id}");

    public static AlertNote Cleared(Alert alert) => new(alert.EndIndex ?? alert.StartIndex, $"{alert.Kind} cleared {alert.Id}");
}

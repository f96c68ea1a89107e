using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Mqtt;

/// <summary>Which alerts last on a channel now; kept by the broker, for whoever comes later.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Open">Alerts that last.</param>
/// <param name="Unacknowledged">Of them, those nobody has seen yet.</param>
/// <param name="Id">The most urgent of them, of equally urgent ones the newest; null when there is none.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Message">What it says.</param>
/// <param name="Snoozed">Kinds that people are spared now.</param>
public sealed record OpenAlertsDto(
    string Channel, int Open, int Unacknowledged, Guid? Id, string? Kind, AlertPriority? Priority, DateTimeOffset? StartedAt, string? Message,
    IReadOnlyList<Snooze> Snoozed);

namespace EcgEdge.Agent.Mqtt;

/// <summary>What became of a command.</summary>
/// <param name="Command">Its name; null where it could not be read.</param>
/// <param name="RequestId">As it came with the command.</param>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Error">Why not, in one sentence; null when it was.</param>
/// <param name="Acknowledged">Alerts acknowledged by it.</param>
/// <param name="SnoozedUntil">When the snooze ends, UTC.</param>
public sealed record CommandResult(
    string? Command, string? RequestId, bool Ok, string? Error = null, int? Acknowledged = null, DateTimeOffset? SnoozedUntil = null);

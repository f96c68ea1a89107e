namespace EcgEdge.Agent.Alerts;

/// <summary>A kind of alert that a person does not want to be told of for a while.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Kind">One of <see cref="AlertKind"/>.</param>
/// <param name="Since">When it was asked for, UTC.</param>
/// <param name="Until">When it ends, UTC by the clock as it was then.</param>
public sealed record Snooze(string Channel, string Kind, DateTimeOffset Since, DateTimeOffset Until);

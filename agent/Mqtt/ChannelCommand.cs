namespace EcgEdge.Agent.Mqtt;

/// <summary>What a person asks of a channel over MQTT.</summary>
/// <param name="RequestId">Whatever the asker wants to see again in the answer; null for nothing.</param>
public abstract record ChannelCommand(string? RequestId);

/// <summary><c>ack</c>: an alert has been seen.</summary>
/// <param name="Id">The alert; null for every alert that lasts on the channel.</param>
/// <param name="RequestId">See <see cref="ChannelCommand"/>.</param>
public sealed record AcknowledgeCommand(Guid? Id, string? RequestId) : ChannelCommand(RequestId);

/// <summary><c>snooze</c>: not to be told of a kind for a while.</summary>
/// <param name="Kind">The kind as it was given.</param>
/// <param name="Minutes">For how long; 0 ends it.</param>
/// <param name="RequestId">See <see cref="ChannelCommand"/>.</param>
public sealed record SnoozeCommand(string Kind, long Minutes, string? RequestId) : ChannelCommand(RequestId);

/// <summary><c>calibrate</c>: what is usual for the wearer is to be learned anew.</summary>
/// <param name="RequestId">See <see cref="ChannelCommand"/>.</param>
public sealed record CalibrateCommand(string? RequestId) : ChannelCommand(RequestId);

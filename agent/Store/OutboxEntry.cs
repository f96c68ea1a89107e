namespace EcgEdge.Agent.Store;

/// <summary>A message as it lies in the outbox.</summary>
/// <param name="Id">Place in the order: always rising, never used twice, not even after the outbox was empty.</param>
/// <param name="Message">The message.</param>
public sealed record OutboxEntry(long Id, OutboxMessage Message);

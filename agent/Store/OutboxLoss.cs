namespace EcgEdge.Agent.Store;

/// <summary>What was given up to keep the outbox within its limits.</summary>
/// <param name="Alerts">Alerts of which nothing is left in it: whatever the broker had not got of them by then it will not get.</param>
/// <param name="Messages">All messages given up. Those of no lost alert were overtaken by a later revision, or told of no alert.</param>
/// <param name="Bytes">Their size.</param>
public sealed record OutboxLoss(long Alerts, long Messages, long Bytes);

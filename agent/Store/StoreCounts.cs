namespace EcgEdge.Agent.Store;

/// <summary>How much the store holds.</summary>
/// <param name="Alerts">Alerts, whatever their number of revisions.</param>
/// <param name="Beats">Beats.</param>
/// <param name="Outbox">Messages the broker has not acknowledged yet.</param>
public sealed record StoreCounts(long Alerts, long Beats, long Outbox);

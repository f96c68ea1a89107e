using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Pipeline;

/// <summary>How channels are looked after.</summary>
/// <param name="Limits">When and how often they are restarted.</param>
/// <param name="IsOnce">
/// Whether sources are played once: a channel that cannot begin keeps the agent from starting, and what fails is not tried again.
/// </param>
public sealed record Supervision(WatchdogOptions Limits, bool IsOnce = false);

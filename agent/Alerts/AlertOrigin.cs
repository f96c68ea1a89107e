namespace EcgEdge.Agent.Alerts;

/// <summary>What all alerts of one channel have in common.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Wearer">Whose heart it is.</param>
/// <param name="Pack">Model pack.</param>
/// <param name="PackVersion">Its version.</param>
/// <param name="Classes">Its class names.</param>
public sealed record AlertOrigin(string Channel, string Wearer, string Pack, string PackVersion, IReadOnlyList<string> Classes);

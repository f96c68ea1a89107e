namespace EcgEdge.Agent.Alerts;

/// <summary>
/// How long a kind may be snoozed. The two kinds that are always urgent for two minutes, the longest audio pause usual at the bedside, and
/// not again before it has ended, so that nobody can keep a stopped heart quiet by asking again and again; all others for a day at most.
/// </summary>
public static class SnoozeLimits
{
    public const int MostMinutes = 24 * 60, MostUrgentMinutes = 2;

    private static readonly string[] s_urgent = [AlertKind.RhythmAsystole, AlertKind.RhythmVt];

    public static bool IsUrgent(string kind) => s_urgent.Contains(kind);

    /// <summary>What keeps a kind from being snoozed for so long, in one sentence; null if nothing does.</summary>
    public static string? Problem(string? kind, long minutes)
    {
        if (kind is null || !AlertKind.All.Contains(kind)) return $"kind is '{kind}'; expected one of {string.Join(", ", AlertKind.All)}";
        var most = IsUrgent(kind) ? MostUrgentMinutes : MostMinutes;
        return minutes >= 1 && minutes <= most ? null : $"minutes is {minutes}; expected 1 to {most} for {kind}";
    }
}

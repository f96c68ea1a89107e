namespace EcgEdge.Agent.Alerts;

/// <summary>The kinds of alert, as they are written in topics, REST and the store.</summary>
public static class AlertKind
{
    public const string BeatAnomaly = "beat.anomaly", BeatPvc = "beat.pvc";

    public const string RhythmVt = "rhythm.vt", RhythmBigeminy = "rhythm.bigeminy", RhythmPause = "rhythm.pause", RhythmAsystole = "rhythm.asystole";

    public const string RateBrady = "rate.brady", RateTachy = "rate.tachy";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        BeatAnomaly, BeatPvc, RhythmVt, RhythmBigeminy, RhythmPause, RhythmAsystole, RateBrady, RateTachy, SignalLeadsOff, SignalPoor, SourceLost,
    ];

    public const string SignalLeadsOff = "signal.leads-off", SignalPoor = "signal.poor", SourceLost = "source.lost";

    public const string StoreFault = "store.fault";
}

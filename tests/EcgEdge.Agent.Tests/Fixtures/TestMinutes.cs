using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Minutes with every field set to something of its own.</summary>
internal static class TestMinutes
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Minute number n after noon.</summary>
    public static MinuteSummary Number(int n, string channel = "chest") => new()
    {
        Channel = channel,
        At = Noon.AddMinutes(n),
        Seconds = 60,
        HeartRateMinBpm = 60 + n,
        HeartRateMeanBpm = 70 + n,
        HeartRateMaxBpm = 80 + n,
        HeartRateSeconds = 55,
        RrMeanMs = 857.125,
        RrIntervals = 66,
        SdnnMs = 41.5,
        RmssdMs = 32.25,
        Pnn50Percent = 12.5,
        Beats = 69,
        AnomalousBeats = 3,
        Classes = new Dictionary<string, int> { ["N"] = 66, ["V"] = 3 },
        SignalQuality = 0.875,
        LeadsOffSeconds = 2,
        GapSeconds = 0.5,
    };
}

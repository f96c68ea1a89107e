namespace EcgEdge.Agent.Pipeline;

/// <summary>What one minute of a channel held; less than a minute where the agent was started, stopped or given another pack within it.</summary>
public sealed record MinuteSummary
{
    public required string Channel { get; init; }

    /// <summary>Start of the minute, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Seconds for which samples came, with or without contact of the electrodes.</summary>
    public required int Seconds { get; init; }

    /// <summary>Lowest heart rate, beats per minute; null where it was never known.</summary>
    public double? HeartRateMinBpm { get; init; }

    public double? HeartRateMeanBpm { get; init; }

    public double? HeartRateMaxBpm { get; init; }

    /// <summary>Seconds for which it was known.</summary>
    public required int HeartRateSeconds { get; init; }

    /// <summary>Mean RR interval, milliseconds; null where there was none.</summary>
    public double? RrMeanMs { get; init; }

    /// <summary>RR intervals behind it.</summary>
    public required int RrIntervals { get; init; }

    /// <summary>Standard deviation of the NN intervals over the five minutes up to the end of this one; null while too little is known.</summary>
    public double? SdnnMs { get; init; }

    /// <summary>Root of the mean square of differences between adjoining NN intervals, over the same five minutes.</summary>
    public double? RmssdMs { get; init; }

    /// <summary>Part of those differences that exceed 50 ms, percent.</summary>
    public double? Pnn50Percent { get; init; }

    /// <summary>Beats judged.</summary>
    public required int Beats { get; init; }

    public required int AnomalousBeats { get; init; }

    /// <summary>Beats by class name; classes without any are left out.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>Mean signal quality, 0 to 1; null where no samples came.</summary>
    public double? SignalQuality { get; init; }

    /// <summary>Seconds in which an electrode had no contact, wholly or for a part.</summary>
    public required int LeadsOffSeconds { get; init; }

    /// <summary>Seconds of which the samples were lost.</summary>
    public required double GapSeconds { get; init; }

    /// <summary>One summary of two pieces of the same minute.</summary>
    /// <param name="later">The piece that came after this one; heart rate variability is its.</param>
    public MinuteSummary Join(MinuteSummary later) => this with
    {
        Seconds = Seconds + later.Seconds,
        HeartRateMinBpm = Least(HeartRateMinBpm, later.HeartRateMinBpm),
        HeartRateMeanBpm = Mean(HeartRateMeanBpm, HeartRateSeconds, later.HeartRateMeanBpm, later.HeartRateSeconds),
        HeartRateMaxBpm = -Least(-HeartRateMaxBpm, -later.HeartRateMaxBpm),
        HeartRateSeconds = HeartRateSeconds + later.HeartRateSeconds,
        RrMeanMs = Mean(RrMeanMs, RrIntervals, later.RrMeanMs, later.RrIntervals),
        RrIntervals = RrIntervals + later.RrIntervals,
        SdnnMs = later.SdnnMs ?? SdnnMs,
        RmssdMs = later.SdnnMs is null ? RmssdMs : later.RmssdMs,
        Pnn50Percent = later.SdnnMs is null ? Pnn50Percent : later.Pnn50Percent,
        Beats = Beats + later.Beats,
        AnomalousBeats = AnomalousBeats + later.AnomalousBeats,
        Classes = Classes.Concat(later.Classes).GroupBy(c => c.Key, c => c.Value).ToDictionary(c => c.Key, c => c.Sum()),
        SignalQuality = Mean(SignalQuality, Seconds, later.SignalQuality, later.Seconds),
        LeadsOffSeconds = LeadsOffSeconds + later.LeadsOffSeconds,
        GapSeconds = GapSeconds + later.GapSeconds,
    };

    private static double? Least(double? a, double? b) => a is null || b < a ? b : a;

    private static double? Mean(double? a, int weightA, double? b, int weightB) =>
        a is null ? b : b is null ? a : (a * weightA + b * weightB) / (weightA + weightB);
}

namespace EcgEdge.Agent.Alerts;

/// <summary>The stretch of filtered signal around an alert.</summary>
public sealed record Strip
{
    public required Guid AlertId { get; init; }

    public required string Channel { get; init; }

    public required double SampleRateHz { get; init; }

    /// <summary>Sample index of the first sample.</summary>
    public required long FirstIndex { get; init; }

    /// <summary>Wall time of the first sample, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Millivolts, one per sample; NaN where the signal was lost.</summary>
    public required float[] Millivolts { get; init; }

    public required IReadOnlyList<StripBeat> Beats { get; init; }
}

/// <summary>A beat that lies within a strip.</summary>
/// <param name="Index">Sample index of its R peak.</param>
/// <param name="Class">Class name.</param>
/// <param name="Anomalous">Whether its score was above the threshold.</param>
public sealed record StripBeat(long Index, string Class, bool Anomalous);

namespace EcgEdge.Acquisition.Synthesis;

/// <summary>What the synthetic heart does.</summary>
public sealed record SyntheticHeartOptions
{
    public double SampleRateHz { get; init; } = 250;

    /// <summary>Mean heart rate, 20 to 300 beats per minute.</summary>
    public double HeartRateBpm { get; init; } = 72;

    /// <summary>Breaths per minute: they sway the baseline and the RR interval.</summary>
    public double RespirationPerMinute { get; init; } = 15;

    /// <summary>Chance that a beat in regular rhythm is followed by a premature one.</summary>
    public double EctopicProbability { get; init; } = 0.01;

    /// <summary>Chance that a beat in regular rhythm begins a run of bigeminy (every other beat premature).</summary>
    public double BigeminyProbability { get; init; } = 0.008;

    /// <summary>Standard deviation of white noise, millivolts.</summary>
    public double NoiseMillivolts { get; init; } = 0.012;

    /// <summary>Amplitude of mains hum, millivolts.</summary>
    public double MainsMillivolts { get; init; } = 0.01;

    public double MainsHz { get; init; } = 50;

    /// <summary>Amplitude of the baseline's sway, millivolts.</summary>
    public double WanderMillivolts { get; init; } = 0.06;

    /// <summary>The same seed gives the same signal, sample by sample.</summary>
    public int Seed { get; init; } = 1;
}

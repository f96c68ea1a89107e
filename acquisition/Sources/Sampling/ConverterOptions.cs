namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>How a converter is read.</summary>
public sealed record ConverterOptions
{
    /// <summary>The word the configuration uses: spi or i2c.</summary>
    public required string Kind { get; init; }

    /// <summary>Readings per second, 100 to 1000.</summary>
    public required double SampleRateHz { get; init; }

    public required AnalogChain Chain { get; init; }

    public LeadsMode Leads { get; init; } = LeadsMode.None;

    /// <summary>Time after reconnected electrodes during which samples are not used.</summary>
    public double SettleSeconds { get; init; } = 0.5;

    /// <summary>Whether to ask for real-time priority and locked memory.</summary>
    public bool RealTime { get; init; } = true;
}

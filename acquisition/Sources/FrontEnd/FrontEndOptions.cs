namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>What a front end sends and how its counts are to be read.</summary>
public sealed record FrontEndOptions
{
    /// <summary>Samples per second that it is set to.</summary>
    public required double SampleRateHz { get; init; }

    /// <summary>Bits of its converter.</summary>
    public required int Bits { get; init; }

    public required AnalogChain Chain { get; init; }

    public LeadsMode Leads { get; init; } = LeadsMode.Dc;

    /// <summary>Time after reconnected electrodes during which samples are not used.</summary>
    public double SettleSeconds { get; init; } = 0.5;
}

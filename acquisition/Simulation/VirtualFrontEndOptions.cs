using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>What a virtual front end is like.</summary>
public sealed record VirtualFrontEndOptions
{
    public double SampleRateHz { get; init; } = 250;

    public FrontEndProtocol Protocol { get; init; } = FrontEndProtocol.Binary;

    /// <summary>Samples in a frame, 1 to 64; text has one a line.</summary>
    public int SamplesPerFrame { get; init; } = 10;

    /// <summary>Bits of its converter, 8 to 15.</summary>
    public int Bits { get; init; } = 10;

    /// <summary>Amplifier and converter.</summary>
    public AnalogChain Chain { get; init; } = AnalogChain.Unipolar(referenceVolts: 5, bits: 10, AnalogChain.Ad8232Gain, isInverted: false);

    public Faults Faults { get; init; } = new();

    public int Seed { get; init; } = 1;
}

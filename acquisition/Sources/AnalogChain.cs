namespace EcgEdge.Acquisition.Sources;

/// <summary>The way from the skin to a count, to be undone: amplifier, converter, polarity.</summary>
public sealed record AnalogChain
{
    /// <summary>Gain of the AD8232 as its usual boards have it.</summary>
    public const double Ad8232Gain = 100;

    /// <summary>Volts of one count at the converter.</summary>
    public required double VoltsPerCount { get; init; }

    /// <summary>Amplification between skin and converter.</summary>
    public double Gain { get; init; } = Ad8232Gain;

    /// <summary>Count at which the signal is 0 mV: half of the range for an AD8232, whose output rests at half the supply.</summary>
    public double ZeroCounts { get; init; }

    /// <summary>Whether electrodes are worn the other way round.</summary>
    public bool IsInverted { get; init; }

    /// <summary>A converter whose range, 0 to the reference voltage, holds a signal that rests in its middle.</summary>
    public static AnalogChain Unipolar(double referenceVolts, int bits, double gain, bool isInverted) => new()
    {
        VoltsPerCount = referenceVolts / (1 << bits),
        ZeroCounts = 1 << (bits - 1),
        Gain = gain,
        IsInverted = isInverted,
    };

    /// <summary>Millivolts at the skin.</summary>
    public float Millivolts(int counts) => (float)((counts - ZeroCounts) * (VoltsPerCount * (IsInverted ? -1000 : 1000) / Gain));
}

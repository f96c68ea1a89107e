using EcgEdge.Acquisition.Devices.Adc;
using EcgEdge.Acquisition.Devices.Gpio;
using EcgEdge.Acquisition.Devices.I2c;
using EcgEdge.Acquisition.Devices.Spi;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Which converter hangs on which bus, and where the AD8232's pins go.</summary>
public sealed record ConverterWiring : IConverterParts
{
    public required ConverterChip Chip { get; init; }

    /// <summary>Node of the bus, such as /dev/spidev0.0 or /dev/i2c-1.</summary>
    public required string Path { get; init; }

    /// <summary>The converter's input that the AD8232's OUTPUT goes to.</summary>
    public int Input { get; init; }

    /// <summary>Address on an I2C bus.</summary>
    public int Address { get; init; } = Ads1115.DefaultAddress;

    /// <summary>Voltage at an SPI converter's reference pin.</summary>
    public double ReferenceVolts { get; init; } = 3.3;

    /// <summary>Node of the GPIO chip of the lines below.</summary>
    public string GpioPath { get; init; } = "/dev/gpiochip0";

    /// <summary>Line of LO+; null when not connected.</summary>
    public int? PositiveLine { get; init; }

    /// <summary>Line of LO-; null when not connected.</summary>
    public int? NegativeLine { get; init; }

    /// <summary>Line of SDN, which is held high while the source is open; null when not connected.</summary>
    public int? ShutdownLine { get; init; }

    public string Text => $"{Chip.ToString().ToUpperInvariant()} input {Input} on {Path}";

    /// <summary>Amplifier and converter; the AD8232's output rests at half its supply.</summary>
    /// <param name="gain">Amplification between skin and converter.</param>
    /// <param name="isInverted">Whether electrodes are worn the other way round.</param>
    public AnalogChain Chain(double gain, bool isInverted) => Chip switch
    {
        ConverterChip.Mcp3008 => AnalogChain.Unipolar(ReferenceVolts, Mcp3008.Bits, gain, isInverted),
        ConverterChip.Mcp3208 => AnalogChain.Unipolar(ReferenceVolts, Mcp3208.Bits, gain, isInverted),
        _ => new AnalogChain
        {
            VoltsPerCount = Ads1115.FullScaleVolts / Ads1115.FullScaleCounts,
            ZeroCounts = Math.Round(ReferenceVolts / 2 / Ads1115.FullScaleVolts * Ads1115.FullScaleCounts),
            Gain = gain,
            IsInverted = isInverted,
        },
    };

    public IAdc OpenConverter() => Chip switch
    {
        ConverterChip.Mcp3008 => new Mcp3008(SpiBus.Open(Path, Mcp3008.ClockHz), Input),
        ConverterChip.Mcp3208 => new Mcp3208(SpiBus.Open(Path, Mcp3208.ClockHz), Input),
        _ => new Ads1115(I2cBus.Open(Path, Address), Input),
    };

    public IGpioInputs? OpenLeads(out uint positiveLine)
    {
        positiveLine = (uint)(PositiveLine ?? 0);
        if (PositiveLine is not { } positive) return null;
        return GpioChip.OpenInputs(GpioPath, NegativeLine is { } negative ? [positive, negative] : [positive]);
    }

    public GpioOutput? OpenShutdown() => ShutdownLine is { } line ? GpioChip.OpenOutput(GpioPath, line, isHigh: true) : null;
}

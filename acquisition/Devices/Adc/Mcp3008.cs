using EcgEdge.Acquisition.Devices.Spi;

namespace EcgEdge.Acquisition.Devices.Adc;

/// <summary>MCP3008: 10 bits, eight inputs.</summary>
/// <param name="bus">The chip's bus, 1.35 MHz at most at 2.7 V; disposed with the chip.</param>
/// <param name="channel">Input, 0 to 7.</param>
public sealed class Mcp3008(ISpiBus bus, int channel) : Mcp3xxx(Bits, bus, channel)
{
    public const int Bits = 10;
    public const uint ClockHz = 1_000_000;
}

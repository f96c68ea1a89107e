using EcgEdge.Acquisition.Devices.Spi;

namespace EcgEdge.Acquisition.Devices.Adc;

/// <summary>MCP3208: 12 bits, eight inputs.</summary>
/// <param name="bus">The chip's bus, 1 MHz at most at 2.7 V; disposed with the chip.</param>
/// <param name="channel">Input, 0 to 7.</param>
public sealed class Mcp3208(ISpiBus bus, int channel) : Mcp3xxx(Bits, bus, channel)
{
    public const int Bits = 12;
    public const uint ClockHz = 1_000_000;
}

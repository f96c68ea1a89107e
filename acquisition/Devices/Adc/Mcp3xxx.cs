using EcgEdge.Acquisition.Devices.Spi;

namespace EcgEdge.Acquisition.Devices.Adc;

/// <summary>
/// Microchip's successive-approximation converters on SPI. One reading is three bytes each way, laid so that the last data bit is the last
/// bit of the third byte (MCP3008, 10 bits, above; MCP3208, 12 bits, below):
/// <code>
/// sent      0000 0001  1CCC ....  .... ....        start bit, single-ended, channel C
/// received  .... ....  .... .0BB  BBBB BBBB        null bit, then the value
///
/// sent      0000 011C  CC.. ....  .... ....
/// received  .... ....  ...0 BBBB  BBBB BBBB
/// </code>
/// Sources: Microchip DS21295 (MCP3004/3008), DS21298 (MCP3204/3208), sections 5 and 6.
/// </summary>
public abstract class Mcp3xxx : IAdc
{
    private const int StartSingleEnded = 0b11000, NullBit = 1;

    private readonly ISpiBus _bus;
    private readonly byte[] _send = new byte[3];
    private readonly byte[] _receive = new byte[3];
    private readonly int _bits;

    protected Mcp3xxx(int bits, ISpiBus bus, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, 7);
        _bus = bus;
        _bits = bits;
        var command = (StartSingleEnded | channel) << (bits + 1 + NullBit);
        (_send[0], _send[1], _send[2]) = ((byte)(command >> 16), (byte)(command >> 8), (byte)command);
    }

    public void Start()
    {
        // There is nothing to set: every reading carries its own command.
    }

    public bool TryRead(out int counts)
    {
        _bus.Transfer(_send, _receive);
        var word = _receive[0] << 16 | _receive[1] << 8 | _receive[2];
        counts = word & ((1 << _bits) - 1);
        return (word & (1 << _bits)) == 0;
    }

    public void Dispose()
    {
        _bus.Dispose();
        GC.SuppressFinalize(this);
    }
}

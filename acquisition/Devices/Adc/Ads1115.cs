using System.Buffers.Binary;
using EcgEdge.Acquisition.Devices.I2c;

namespace EcgEdge.Acquisition.Devices.Adc;

/// <summary>
/// ADS1115: 16 bits, four inputs, on I2C. It converts 860 times a second by itself; a reading takes the newest conversion, at most 1.2 ms
/// old. Its configuration register (Texas Instruments SBAS444, section 9.6.3):
/// <code>
/// 15 OS   14-12 MUX      11-9 PGA   8 MODE   7-5 DR   4 COMP_MODE  3 COMP_POL  2 COMP_LAT  1-0 COMP_QUE
/// 0       1CC: input C   001: 4.096 V  0: goes on  111: 860/s  0  0  0  11: comparator off
/// </code>
/// </summary>
public sealed class Ads1115 : IAdc
{
    public const int DefaultAddress = 0x48;

    /// <summary>Volts of the largest count, and that count.</summary>
    public const double FullScaleVolts = 4.096, FullScaleCounts = 32768;

    /// <summary>Conversions per second: asking more often gives values twice.</summary>
    public const double ConversionsPerSecond = 860;

    private const byte ConversionRegister = 0, ConfigRegister = 1;
    private const int SingleEnded = 4 << 12, Gain4096 = 1 << 9, FastestConversions = 7 << 5, ComparatorOff = 3;

    private readonly II2cBus _bus;
    private readonly int _channel;
    private readonly byte[] _register = [ConversionRegister];
    private readonly byte[] _answer = new byte[2];

    /// <param name="bus">The chip's bus; disposed with the chip.</param>
    /// <param name="channel">Input, 0 to 3.</param>
    public Ads1115(II2cBus bus, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, 3);
        _bus = bus;
        _channel = channel;
    }

    public void Start()
    {
        Span<byte> configuration = [ConfigRegister, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(
            configuration[1..], (ushort)(SingleEnded | _channel << 12 | Gain4096 | FastestConversions | ComparatorOff));
        _bus.Write(configuration);
    }

    public bool TryRead(out int counts)
    {
        _bus.WriteRead(_register, _answer);
        counts = BinaryPrimitives.ReadInt16BigEndian(_answer);
        return true;
    }

    public void Dispose() => _bus.Dispose();
}

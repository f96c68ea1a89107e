using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Spi;

/// <summary>A chip behind Linux's spidev: mode 0, 8 bits a word, most significant bit first.</summary>
public sealed unsafe class SpiBus : ISpiBus
{
    private const nuint WriteMode = 0x40016B01, WriteBitsPerWord = 0x40016B03, WriteMaxSpeed = 0x40046B04, OneMessage = 0x40206B00;
    private const byte WordBits = 8;

    private readonly DeviceFile _file;
    private readonly uint _clockHz;

    private SpiBus(DeviceFile file, uint clockHz)
    {
        _file = file;
        _clockHz = clockHz;
    }

    /// <param name="path">Node such as /dev/spidev0.0 (bus 0, chip select 0).</param>
    /// <param name="clockHz">Bits per second.</param>
    /// <exception cref="IOException">It is not there, not ours to open, or not an SPI device.</exception>
    public static SpiBus Open(string path, uint clockHz)
    {
        var file = DeviceFile.Open(path);
        try
        {
            byte mode = 0, bits = WordBits;
            file.Control(WriteMode, &mode, "is not an SPI device");
            file.Control(WriteBitsPerWord, &bits, "does not do 8 bits a word");
            file.Control(WriteMaxSpeed, &clockHz, $"does not do {clockHz} Hz");
            return new SpiBus(file, clockHz);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Transfer(ReadOnlySpan<byte> send, Span<byte> receive)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(receive.Length, send.Length, nameof(receive));
        fixed (byte* from = send, to = receive)
        {
            var transfer = new SpiTransfer
            {
                Send = (ulong)from,
                Receive = (ulong)to,
                Length = (uint)send.Length,
                ClockHz = _clockHz,
                BitsPerWord = WordBits,
            };
            _file.Control(OneMessage, &transfer, "does not answer");
        }
    }

    public void Dispose() => _file.Dispose();
}

using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Serial;

/// <summary>
/// A Linux serial line: raw, 8 data bits, no parity, one stop bit, at any speed, for this process alone. It never becomes the controlling
/// terminal, and modem lines are left alone: carrier is ignored, and closing does not lower DTR (which would reset many boards).
/// </summary>
public sealed unsafe class SerialLine : ISerialLine
{
    public const int SlowestBaud = 9600, FastestBaud = 4_000_000;

    private const nuint GetAttributes = 0x802C542A, SetAttributes = 0x402C542B, FlushQueues = 0x540B, Exclusive = 0x540C;
    private const nint FlushInput = 0;

    private readonly DeviceFile _file;

    private SerialLine(DeviceFile file) => _file = file;

    /// <summary>Opens and sets up a line; bytes that came before are thrown away.</summary>
    /// <param name="path">Its node, best the stable name under /dev/serial/by-id.</param>
    /// <param name="baud">Bits per second, <see cref="SlowestBaud"/> to <see cref="FastestBaud"/>; USB devices without a real line ignore it.</param>
    /// <exception cref="IOException">It is not there, not ours to open, or not a serial line.</exception>
    public static SerialLine Open(string path, int baud)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baud, SlowestBaud);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(baud, FastestBaud);
        var file = DeviceFile.Open(path, nonBlocking: true);
        try
        {
            Terminal settings;
            file.Control(GetAttributes, &settings, "is not a serial line");
            file.Control(Exclusive, 0, "cannot be taken for this process alone");
            settings.MakeRaw((uint)baud);
            file.Control(SetAttributes, &settings, $"cannot be set to {baud} baud");
            file.Control(FlushQueues, FlushInput, "cannot be flushed");
            return new SerialLine(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public int Read(Span<byte> buffer, int timeoutMilliseconds)
    {
        if (!_file.WaitReadable(timeoutMilliseconds)) return 0;
        return _file.Read(buffer) is >= 0 and var count ? count : throw new IOException($"{_file.Path}: the device is gone");
    }

    public int Write(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    public void Dispose() => _file.Dispose();
}

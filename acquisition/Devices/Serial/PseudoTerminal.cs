using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Serial;

/// <summary>
/// A serial line without hardware: what is written here is read at its other end, a device node like any other. Disposing it is pulling
/// the plug.
/// </summary>
public sealed class PseudoTerminal : ISerialLine
{
    private readonly DeviceFile _master;

    private PseudoTerminal(DeviceFile master) => _master = master;

    /// <summary>Node of the other end.</summary>
    public string Path => _master.Path;

    /// <exception cref="IOException">The system has no more of them.</exception>
    public static PseudoTerminal Open() => new(DeviceFile.OpenTerminal());

    /// <summary>Reads what was written at the other end. While nobody has that open there is nothing to read.</summary>
    public int Read(Span<byte> buffer, int timeoutMilliseconds) => _master.WaitReadable(timeoutMilliseconds) ? Math.Max(0, _master.Read(buffer)) : 0;

    /// <summary>Writes as much as there is room for: some kilobytes as long as nobody reads.</summary>
    public int Write(ReadOnlySpan<byte> bytes) => _master.Write(bytes);

    public void Dispose() => _master.Dispose();
}

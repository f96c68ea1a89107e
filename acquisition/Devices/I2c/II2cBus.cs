namespace EcgEdge.Acquisition.Devices.I2c;

/// <summary>One chip on an I2C bus. Used by one thread at a time.</summary>
public interface II2cBus : IDisposable
{
    /// <summary>Sends bytes to the chip.</summary>
    /// <exception cref="IOException">The chip does not acknowledge, or the bus is gone.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Sends bytes and, without letting go of the bus, receives the answer.</summary>
    /// <exception cref="IOException">The chip does not acknowledge, or the bus is gone.</exception>
    void WriteRead(ReadOnlySpan<byte> send, Span<byte> receive);
}

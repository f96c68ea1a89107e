namespace EcgEdge.Acquisition.Devices.Spi;

/// <summary>One chip on an SPI bus. Used by one thread at a time.</summary>
public interface ISpiBus : IDisposable
{
    /// <summary>Sends bytes and receives as many at the same time, with the chip selected throughout.</summary>
    /// <exception cref="IOException">The bus is gone; the message names it.</exception>
    void Transfer(ReadOnlySpan<byte> send, Span<byte> receive);
}

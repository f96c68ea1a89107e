namespace EcgEdge.Acquisition.Devices.Serial;

/// <summary>An open serial line. One thread reads; another may write at the same time.</summary>
public interface ISerialLine : IDisposable
{
    /// <summary>Waits for bytes and reads them.</summary>
    /// <param name="buffer">Receives them; at least one byte long.</param>
    /// <param name="timeoutMilliseconds">Longest wait.</param>
    /// <returns>Bytes read; 0 when none came in time.</returns>
    /// <exception cref="IOException">The line is gone; the message names it.</exception>
    int Read(Span<byte> buffer, int timeoutMilliseconds);

    /// <summary>Writes as many bytes as there is room for.</summary>
    /// <returns>Bytes written, perhaps none.</returns>
    /// <exception cref="IOException">The line is gone.</exception>
    int Write(ReadOnlySpan<byte> bytes);
}

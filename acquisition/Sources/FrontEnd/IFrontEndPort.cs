namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>Where a front end's bytes come from. Used by one thread; may be opened again after it was closed.</summary>
public interface IFrontEndPort : IDisposable
{
    /// <summary>The word the configuration uses.</summary>
    string Kind { get; }

    /// <summary>One line for a person.</summary>
    string Text { get; }

    /// <summary>Whether the first byte after opening may lie within a line or frame.</summary>
    bool StartsMidLine { get; }

    /// <summary>Whether bytes come as they are made: silence then means that they are missing. A file or pipe only ends.</summary>
    bool IsLive { get; }

    /// <exception cref="IOException">The device cannot be had now; the message names it.</exception>
    void Open();

    /// <summary>Waits for bytes.</summary>
    /// <returns>Bytes read; 0 when none came in time; -1 at the end, after which nothing will come.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    int Read(Span<byte> buffer, int timeoutMilliseconds);

    /// <summary>Lets go of the device; does nothing when not open.</summary>
    void Close();
}

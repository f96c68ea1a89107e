using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary>An open device node. Every failure is an <see cref="IOException"/> that names the node, what was tried and why it failed.</summary>
internal sealed unsafe class DeviceFile : IDisposable
{
    private int _file;

    private DeviceFile(string path, int file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    /// <summary>Opens a node for reading and writing, never as controlling terminal and never inherited.</summary>
    /// <param name="path">The node.</param>
    /// <param name="nonBlocking">Whether reads and writes return at once.</param>
    public static DeviceFile Open(string path, bool nonBlocking = false)
    {
        var flags = LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec | (nonBlocking ? LibC.NonBlocking : 0);
        var file = LibC.Open(path, flags);
        return file >= 0 ? new DeviceFile(path, file) : throw Failure(path, "cannot be opened");
    }

    /// <summary>Takes over a descriptor that another call gave.</summary>
    public static DeviceFile Take(int file, string path) => new(path, file);

    /// <summary>A new pseudo-terminal's master side; the path is that of the other side.</summary>
    public static DeviceFile OpenTerminal()
    {
        var master = LibC.OpenTerminal(LibC.ReadWrite | LibC.NoControllingTerminal | LibC.NonBlocking | LibC.CloseOnExec);
        var name = stackalloc byte[NameLength];
        if (master < 0 || LibC.GrantTerminal(master) < 0 || LibC.UnlockTerminal(master) < 0 || LibC.NameTerminal(master, name, NameLength) != 0)
            throw Failure("pseudo-terminal", "cannot be made");
        return new DeviceFile(Marshal.PtrToStringUTF8((nint)name)!, master);
    }

    public void Control(nuint request, void* argument, string what)
    {
        while (LibC.Control(_file, request, argument) < 0)
        {
            if (Marshal.GetLastPInvokeError() != LibC.InterruptedCall) throw Failure(Path, what);
        }
    }

    public void Control(nuint request, nint argument, string what)
    {
        if (LibC.Control(_file, request, argument) < 0) throw Failure(Path, what);
    }

    /// <summary>Waits until there is something to read; that there will be nothing any more is something, too.</summary>
    /// <param name="timeoutMilliseconds">Longest wait; 0 only looks.</param>
    /// <exception cref="IOException">The device cannot be waited for.</exception>
    public bool WaitReadable(int timeoutMilliseconds)
    {
        var request = new PollRequest { File = _file, Wanted = PollRequest.Readable };
        var ready = LibC.Poll(&request, 1, timeoutMilliseconds);
        if (ready < 0 && Marshal.GetLastPInvokeError() != LibC.InterruptedCall) throw Failure(Path, "cannot be waited for");
        return ready > 0;
    }

    /// <summary>Reads what is there now.</summary>
    /// <returns>Bytes read; 0 when there are none now, -1 when the other side is gone and there will be none.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var count = (int)LibC.Read(_file, start, buffer.Length);
            if (count > 0) return count;
            if (count == 0) return -1;
            return Marshal.GetLastPInvokeError() is LibC.TryAgain or LibC.InterruptedCall ? 0 : throw Failure(Path, "cannot be read");
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    /// <returns>Bytes written, perhaps 0.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var count = (int)LibC.Write(_file, start, bytes.Length);
            if (count >= 0) return count;
            return Marshal.GetLastPInvokeError() is LibC.TryAgain or LibC.InterruptedCall ? 0 : throw Failure(Path, "cannot be written to");
        }
    }

    public void Dispose()
    {
        var file = Interlocked.Exchange(ref _file, -1);
        if (file >= 0) _ = LibC.Close(file);
    }

    private static IOException Failure(string path, string what)
    {
        var error = Marshal.GetLastPInvokeError();
        var why = Marshal.GetPInvokeErrorMessage(error);
        var hint = error == PermissionDenied ? "; is this user in the group that owns it (dialout, spi, i2c, gpio)?" : "";
        return new IOException($"{path}: {what}: {why}{hint}");
    }

    private const int PermissionDenied = 13, NameLength = 64;
}

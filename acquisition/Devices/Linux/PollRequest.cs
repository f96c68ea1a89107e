using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRequest
{
    public const short Readable = 0x01, Writable = 0x04, Error = 0x08, HungUp = 0x10, Invalid = 0x20;

    public int File;
    public short Wanted;
    public short Happened;
}

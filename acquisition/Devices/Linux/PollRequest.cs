using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRequest
{
    public const short Readable = 0x01;

    public int File;
    public short Wanted;
    public short Happened;
}

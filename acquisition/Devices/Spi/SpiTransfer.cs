using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Spi;

/// <summary><c>struct spi_ioc_transfer</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpiTransfer
{
    public ulong Send, Receive;
    public uint Length, ClockHz;
    public ushort DelayMicroseconds;
    public byte BitsPerWord, ChangeSelect, SendLanes, ReceiveLanes, WordDelayMicroseconds, Padding;
}

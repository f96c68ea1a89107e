using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary><c>struct gpio_v2_line_event</c>: one edge of one line.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct GpioEdge
{
    internal const uint Rising = 1;

    /// <summary>When the kernel saw it: nanoseconds of the monotonic clock.</summary>
    public ulong Nanoseconds;

    internal uint Kind;

    /// <summary>Number of the line on its chip.</summary>
    public uint Line;

    /// <summary>Rises by one with every edge of the request: a jump means edges were lost.</summary>
    public uint Sequence;

    internal uint LineSequence;
    private Reserved _reserved;

    /// <summary>Whether the line is high now.</summary>
    public readonly bool IsHigh => Kind == Rising;

    [InlineArray(6)]
    private struct Reserved
    {
        private uint _first;
    }
}

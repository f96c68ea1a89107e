using System.Runtime.InteropServices;
using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary>Input lines as the kernel hands them out.</summary>
internal sealed unsafe class GpioInputs(DeviceFile lines, int count) : IGpioInputs
{
    private const nuint GetValues = 0xC010B40E;

    public ulong ReadLevels()
    {
        var values = new GpioLineValues { Mask = count == 64 ? ulong.MaxValue : (1ul << count) - 1 };
        lines.Control(GetValues, &values, "its lines cannot be read");
        return values.Bits;
    }

    public int ReadEdges(Span<GpioEdge> edges) =>
        lines.WaitReadable(0) ? Math.Max(0, lines.Read(MemoryMarshal.AsBytes(edges))) / sizeof(GpioEdge) : 0;

    public void Dispose() => lines.Dispose();
}

using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary><c>struct gpio_v2_line_values</c>: levels, and which lines are meant.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineValues
{
    public ulong Bits, Mask;
}

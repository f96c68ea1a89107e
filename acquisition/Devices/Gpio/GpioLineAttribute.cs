using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary><c>struct gpio_v2_line_config_attribute</c>: an attribute and the lines (bit i for the i-th asked for) that have it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineAttribute
{
    public const uint OutputValues = 2;

    public uint Id, Padding;
    public ulong Value;
    public ulong Mask;
}

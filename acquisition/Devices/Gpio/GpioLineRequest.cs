using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary><c>struct gpio_v2_line_request</c>: what the kernel is asked for, and the descriptor it answers with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineRequest
{
    public const ulong Input = 1 << 2, Output = 1 << 3, RisingEdge = 1 << 4, FallingEdge = 1 << 5;

    public LineNumbers Lines;
    public ConsumerName Consumer;
    public ulong Flags;
    public uint AttributeCount;
    public ConfigPadding Padding;
    public AttributeList Attributes;
    public uint LineCount, EventBufferSize;
    public RequestPadding RequestReserved;
    public int File;

    [InlineArray(64)]
    public struct LineNumbers
    {
        private uint _first;
    }

    [InlineArray(32)]
    public struct ConsumerName
    {
        private byte _first;
    }

    [InlineArray(5)]
    public struct ConfigPadding
    {
        private uint _first;
    }

    [InlineArray(10)]
    public struct AttributeList
    {
        private GpioLineAttribute _first;
    }

    [InlineArray(5)]
    public struct RequestPadding
    {
        private uint _first;
    }
}

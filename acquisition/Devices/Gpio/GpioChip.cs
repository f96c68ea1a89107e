using System.Text;
using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary>Lines of a GPIO chip through the kernel's character device (uAPI v2).</summary>
public static unsafe class GpioChip
{
    private const nuint GetLines = 0xC250B407;
    private const uint EdgesKept = 256;

    /// <summary>Takes lines as inputs, for this process alone.</summary>
    /// <param name="path">Node such as /dev/gpiochip0.</param>
    /// <param name="lines">Numbers on the chip, 1 to 64 of them; on a Raspberry Pi the BCM numbers.</param>
    /// <exception cref="IOException">The chip is not there or not ours, has no such line, or another program has the line.</exception>
    public static IGpioInputs OpenInputs(string path, ReadOnlySpan<int> lines)
    {
        var request = new GpioLineRequest
        {
            Flags = GpioLineRequest.Input | GpioLineRequest.RisingEdge | GpioLineRequest.FallingEdge,
            EventBufferSize = EdgesKept,
        };
        return new GpioInputs(Request(path, lines, request), lines.Length);
    }

    /// <summary>Takes a line as output, for this process alone; it goes back to an input when disposed.</summary>
    /// <param name="path">Node such as /dev/gpiochip0.</param>
    /// <param name="line">Number on the chip.</param>
    /// <param name="isHigh">Its first level.</param>
    /// <exception cref="IOException">As for inputs.</exception>
    public static GpioOutput OpenOutput(string path, int line, bool isHigh)
    {
        var request = new GpioLineRequest { Flags = GpioLineRequest.Output, AttributeCount = 1 };
        request.Attributes[0] = new GpioLineAttribute { Id = GpioLineAttribute.OutputValues, Value = isHigh ? 1u : 0u, Mask = 1 };
        return new GpioOutput(Request(path, [line], request));
    }

    private static DeviceFile Request(string path, ReadOnlySpan<int> lines, GpioLineRequest request)
    {
        for (var i = 0; i < lines.Length; i++) request.Lines[i] = (uint)lines[i];
        request.LineCount = (uint)lines.Length;
        Encoding.ASCII.GetBytes("ecgedge", request.Consumer);
        using var chip = DeviceFile.Open(path);
        chip.Control(GetLines, &request, $"lines {string.Join(", ", lines.ToArray())} cannot be had");
        return DeviceFile.Take(request.File, path);
    }
}

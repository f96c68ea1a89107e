using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary>An output line as the kernel hands it out.</summary>
public sealed unsafe class GpioOutput : IDisposable
{
    private const nuint SetValues = 0xC010B40F;

    private readonly DeviceFile _line;

    internal GpioOutput(DeviceFile line) => _line = line;

    /// <exception cref="IOException">The chip is gone.</exception>
    public void Set(bool isHigh)
    {
        var values = new GpioLineValues { Bits = isHigh ? 1u : 0u, Mask = 1 };
        _line.Control(SetValues, &values, "its line cannot be set");
    }

    public void Dispose() => _line.Dispose();
}

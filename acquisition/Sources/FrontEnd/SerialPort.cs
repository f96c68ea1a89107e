using EcgEdge.Acquisition.Devices.Linux;
using EcgEdge.Acquisition.Devices.Serial;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>A microcontroller on a serial line, mostly USB.</summary>
/// <param name="path">Node of the line, best its stable name under /dev/serial/by-id.</param>
/// <param name="baud">Bits per second.</param>
public sealed class SerialPort(string path, int baud) : IFrontEndPort
{
    private SerialLine? _line;
    private DeviceNode _node;

    public string Kind => "serial";

    public string Text => $"{path} at {baud} baud";

    public bool StartsMidLine => true;

    public bool IsLive => true;

    public void Open()
    {
        _line = SerialLine.Open(path, baud);
        _node = DeviceNode.Of(path);
    }

    public int Read(Span<byte> buffer, int timeoutMilliseconds)
    {
        var count = _line!.Read(buffer, timeoutMilliseconds);
        // Some drivers leave the descriptor of an unplugged device open and silent; its name is gone, or belongs to another one.
        if (count == 0 && DeviceNode.Of(path) != _node) throw new IOException($"{path}: the device is gone");
        return count;
    }

    public void Close()
    {
        _line?.Dispose();
        _line = null;
    }

    public void Dispose() => Close();
}

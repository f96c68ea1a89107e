using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>Bytes piped into the agent.</summary>
/// <param name="file">Descriptor to read from; standard input's own by default. The port closes it.</param>
public sealed class StandardInputPort(int file = 0) : IFrontEndPort
{
    private DeviceFile? _input;

    public string Kind => "stdin";

    public string Text => "standard input";

    public bool StartsMidLine => false;

    public bool IsLive => false;

    public void Open() => _input = DeviceFile.Take(file, Text);

    public int Read(Span<byte> buffer, int timeoutMilliseconds) => _input!.WaitReadable(timeoutMilliseconds) ? _input.Read(buffer) : 0;

    public void Close()
    {
        _input?.Dispose();
        _input = null;
    }

    public void Dispose() => Close();
}

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>Bytes piped into the agent.</summary>
/// <param name="open">Gives the stream; standard input's own by default.</param>
public sealed class StandardInputPort(Func<Stream>? open = null) : IFrontEndPort
{
    private Stream? _stream;

    public string Kind => "stdin";

    public string Text => "standard input";

    public bool StartsMidLine => false;

    public bool IsLive => false;

    public void Open() => _stream = open is null ? Console.OpenStandardInput() : open();

    /// <summary>Waits as long as it takes: a pipe either brings bytes or ends.</summary>
    public int Read(Span<byte> buffer, int timeoutMilliseconds) => _stream!.Read(buffer) is > 0 and var count ? count : -1;

    public void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    public void Dispose() => Close();
}

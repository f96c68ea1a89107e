using System.Net.Sockets;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>A front end on the network that waits for a connection, such as an ESP32 with a TCP server.</summary>
/// <param name="host">Name or address.</param>
/// <param name="port">1 to 65535.</param>
public sealed class TcpPort(string host, int port) : IFrontEndPort
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    private Socket? _socket;

    public string Kind => "tcp";

    public string Text => $"{host}:{port}";

    public bool StartsMidLine => true;

    public bool IsLive => true;

    public void Open()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = new CancellationTokenSource(s_connectTimeout);
            socket.ConnectAsync(host, port, timeout.Token).AsTask().GetAwaiter().GetResult();
            _socket = socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            var why = e is SocketException ? e.Message : $"no answer within {s_connectTimeout.TotalSeconds:0} s";
            throw new IOException($"{Text}: cannot connect: {why}", e);
        }
    }

    public int Read(Span<byte> buffer, int timeoutMilliseconds)
    {
        try
        {
            if (!_socket!.Poll(timeoutMilliseconds * 1000, SelectMode.SelectRead)) return 0;
            return _socket.Receive(buffer) is > 0 and var count ? count : throw new IOException($"{Text}: the connection was closed");
        }
        catch (SocketException e)
        {
            throw new IOException($"{Text}: the connection broke: {e.Message}", e);
        }
    }

    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose() => Close();
}

using System.Net;
using System.Net.Sockets;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>A TCP port on this machine that sends to whoever is connected; the last one to come is served.</summary>
/// <param name="port">1 to 65535.</param>
public sealed class TcpOutlet(int port) : IFrontEndOutlet
{
    private TcpListener? _listener;
    private Socket? _connection;

    public string Text => $"127.0.0.1:{port}";

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_listener is null) return;
        if (_listener.Pending()) Accept();
        try
        {
            _ = _connection?.Send(bytes);
        }
        catch (SocketException)
        {
            // Full, or gone: what cannot be sent is lost.
            if (_connection is { Connected: false }) Drop();
        }
    }

    public void SetPlugged(bool isPlugged)
    {
        if (isPlugged == _listener is not null) return;
        if (isPlugged)
        {
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Start();
            return;
        }

        Drop();
        _listener?.Dispose();
        _listener = null;
    }

    public void Dispose() => SetPlugged(false);

    private void Accept()
    {
        Drop();
        _connection = _listener!.AcceptSocket();
        _connection.Blocking = false;
        _connection.NoDelay = true;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }
}

using System.Net;
using System.Net.Sockets;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>
/// A front end that sends datagrams, each holding whole lines or frames. The first sender is listened to until it has been silent for a
/// while; others' datagrams are passed over, so that two front ends are never mixed.
/// </summary>
/// <param name="address">Address to listen on.</param>
/// <param name="port">0 to 65535; 0 takes any free one.</param>
/// <param name="time">Measures silence.</param>
public sealed class UdpPort(IPAddress address, int port, TimeProvider time) : IFrontEndPort
{
    private static readonly TimeSpan s_senderTimeout = TimeSpan.FromSeconds(3);

    private readonly SocketAddress _from = new(address.AddressFamily);
    private readonly SocketAddress _sender = new(address.AddressFamily);
    private Socket? _socket;
    private long _heardAt;
    private bool _hasSender;

    public string Kind => "udp";

    public string Text => $"UDP {address}:{LocalPort ?? port}";

    public bool StartsMidLine => false;

    public bool IsLive => true;

    /// <summary>The port listened on; null when not open.</summary>
    public int? LocalPort => (_socket?.LocalEndPoint as IPEndPoint)?.Port;

    public void Open()
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            _socket = socket;
            _hasSender = false;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"UDP {address}:{port}: cannot be listened on: {e.Message}", e);
        }
    }

    public int Read(Span<byte> buffer, int timeoutMilliseconds)
    {
        try
        {
            if (!_socket!.Poll(timeoutMilliseconds * 1000, SelectMode.SelectRead)) return 0;
            var count = _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
            return IsOurs() ? count : 0;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            return 0;
        }
        catch (SocketException e)
        {
            throw new IOException($"{Text}: {e.Message}", e);
        }
    }

    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose() => Close();

    private bool IsOurs()
    {
        var isKnown = _hasSender && _from.Equals(_sender);
        if (!isKnown && _hasSender && time.GetElapsedTime(_heardAt) < s_senderTimeout) return false;
        if (!isKnown) _from.Buffer.Span[.._from.Size].CopyTo(_sender.Buffer.Span);
        (_hasSender, _heardAt) = (true, time.GetTimestamp());
        return true;
    }
}

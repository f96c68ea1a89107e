using System.Net;
using System.Net.Sockets;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>The network between client and broker, with a knife: connections can be cut, kept from coming up, and answers withheld.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly List<Socket> _sockets = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private volatile bool _closed;
    private volatile bool _holdAnswers;
    private volatile bool _holdAcknowledgements;
    private volatile bool _refusesVersion5;

    public TcpRelay(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing comes back from the broker on any connection.</summary>
    public void HoldAnswers() => _holdAnswers = true;

    /// <summary>From now on the broker's acknowledgements of messages are lost, and nothing else: a broker that accepts and never acknowledges.</summary>
    public void HoldAcknowledgements() => _holdAcknowledgements = true;

    /// <summary>Answers a client that speaks MQTT 5 as a broker does that knows only MQTT 3.1.1.</summary>
    public void RefuseVersion5() => _refusesVersion5 = true;

    /// <summary>Ends all connections without a word, as a pulled cable or a killed process does, and lets none come up.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (Socket socket in _sockets) socket.Close(0);
            _sockets.Clear();
        }
    }

    /// <summary>Lets connections come up again, with answers.</summary>
    public void Mend()
    {
        _holdAnswers = false;
        _holdAcknowledgements = false;
        _closed = false;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (SocketException)
            {
                return;
            }
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            lock (_gate)
            {
                if (_closed)
                {
                    client.Close(0);
                    server.Close(0);
                    continue;
                }
                _sockets.Add(client);
                _sockets.Add(server);
            }
            _ = RelayAsync(client, server);
        }
    }

    private async Task RelayAsync(Socket client, Socket server)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            if (_refusesVersion5 && await RefuseAsync(client, server)) return;
            await Task.WhenAny(CopyAsync(client, server, bytes => bytes), CopyAsync(server, client, Answers()));
        }
        catch (SocketException)
        {
            // The broker is away: so is this connection.
        }
        catch (ObjectDisposedException)
        {
            // Cut meanwhile.
        }
        finally
        {
            client.Close();
            server.Close();
        }
    }

    /// <summary>What of the broker's bytes comes through. Its packets are followed from the first byte on, so that single ones can be left out.</summary>
    private Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Answers()
    {
        var packets = new MqttPackets();
        return bytes =>
        {
            byte[] rest = packets.Without(MqttPackets.Acknowledgement, bytes.Span, () => _holdAcknowledgements);
            return _holdAnswers ? ReadOnlyMemory<byte>.Empty : rest;
        };
    }

    /// <summary>Reads the CONNECT; refuses it if it is of MQTT 5, else passes it on.</summary>
    private static async Task<bool> RefuseAsync(Socket client, Socket server)
    {
        // Fixed header (type, length in one or two bytes), "MQTT" with its length, protocol level.
        byte[] connect = new byte[8192];
        int length = await client.ReceiveAsync(connect);
        int name = connect.AsSpan(0, length).IndexOf("MQTT"u8);
        if (connect[name + 4] != 5)
        {
            await server.SendAsync(connect.AsMemory(0, length));
            return false;
        }

        byte[] unacceptableVersion = [0x20, 2, 0, 1];
        await client.SendAsync(unacceptableVersion);
        return true;
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pass)
    {
        byte[] buffer = new byte[8192];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and int length)
            {
                if (pass(buffer.AsMemory(0, length)) is { Length: > 0 } bytes) await to.SendAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either end is gone: so is this connection.
        }
    }
}

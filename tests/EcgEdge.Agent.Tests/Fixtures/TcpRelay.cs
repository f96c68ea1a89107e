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

    public TcpRelay(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing comes back from the broker on any connection.</summary>
    public void HoldAnswers() => _holdAnswers = true;

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
            await Task.WhenAny(CopyAsync(client, server, () => false), CopyAsync(server, client, () => _holdAnswers));
        }
        catch (SocketException)
        {
            // The broker is away: so is this connection.
        }
        catch (ObjectDisposedException)
        {
            // Cut meanwhile.
        }
        client.Close();
        server.Close();
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<bool> swallow)
    {
        byte[] buffer = new byte[8192];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and int length)
            {
                if (!swallow()) await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either end is gone: so is this connection.
        }
    }
}

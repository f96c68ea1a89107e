using System.Net.Sockets;
using System.Text;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Hosting;

/// <summary>A real datagram socket in systemd's place.</summary>
internal sealed class SystemdListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="name">A path, or @ and a name in the abstract namespace.</param>
    public SystemdListener(string name)
    {
        Name = name;
        _socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
        _ = Task.Run(ListenAsync);
    }

    public string Name { get; }

    public Lines<string> Heard { get; } = new();

    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true) Heard.Add(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

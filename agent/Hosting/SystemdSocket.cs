using System.Net.Sockets;
using System.Text;

namespace EcgEdge.Agent.Hosting;

/// <summary>The datagram socket on which systemd hears of its services (sd_notify(3)): a path, or a name in the abstract namespace.</summary>
internal sealed class SystemdSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _systemd;

    private SystemdSocket(string name)
    {
        _systemd = new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name);
        // Where systemd does not read, nobody here waits for it.
        _socket.Blocking = false;
    }

    /// <summary>The socket that <c>NOTIFY_SOCKET</c> names; null where systemd does not want to hear.</summary>
    public static SystemdSocket? FromEnvironment() =>
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 1 } name && name[0] is '@' or '/' ? new SystemdSocket(name) : null;

    /// <summary>Tells systemd something, such as <c>READY=1</c>.</summary>
    /// <exception cref="SocketException">It does not hear.</exception>
    public void Tell(string state) => _socket.SendTo(Encoding.UTF8.GetBytes(state), _systemd);

    public void Dispose() => _socket.Dispose();
}

using System.Net;
using System.Net.Sockets;

namespace EcgEdge.Agent.Security;

/// <summary>Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address, which is what one household has at the least.</summary>
internal static class ClientAddress
{
    public static IPAddress Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Whether this connection does not leave the machine, at this end and at the other.</summary>
    public static bool IsLoopback(ConnectionInfo connection) =>
        connection is { LocalIpAddress: { } local, RemoteIpAddress: { } remote } && IPAddress.IsLoopback(Plain(local)) && IPAddress.IsLoopback(Plain(remote));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

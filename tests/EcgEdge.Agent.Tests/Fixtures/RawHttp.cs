using System.Net.Sockets;
using System.Text;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>HTTP as no client library would write it.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes as they are and returns all that comes back until the agent closes.</summary>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).Within("the agent to answer and close");
    }

    /// <summary>Sends a GET of a target as it is written, without a client's tidying.</summary>
    public static Task<string> GetAsync(Uri address, string target, string? host = null, string headers = "") =>
        SendAsync(address, $"GET {target} HTTP/1.1\r\nHost: {host ?? address.Authority}\r\nConnection: close\r\n{headers}\r\n");
}

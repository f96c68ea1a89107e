using System.Net;
using System.Net.Sockets;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the port of page and REST is free, or an ecgedge serves there already.</summary>
internal static class HttpExam
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static async Task<Finding> RunAsync(HttpOptions options, CancellationToken cancellation)
    {
        var address = IPAddress.Parse(options.Address);
        try
        {
            using var listener = new TcpListener(address, options.Port);
            listener.Start();
            return Finding.Ok(options.Port == 0 ? "http: any free port is taken" : $"http: {options.Address}:{options.Port} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await IsOursAsync(new IPEndPoint(address, options.Port), cancellation)
                ? Finding.Ok($"http: an ecgedge serves on {options.Address}:{options.Port}")
                : Finding.Fail($"http: another program has {options.Address}:{options.Port}", $"stop it (ss -ltnp 'sport = :{options.Port}' names it), or set Http:Port");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return Finding.Fail($"http: port {options.Port} may not be opened", "set Http:Port to 1024 or more, or give the service AmbientCapabilities=CAP_NET_BIND_SERVICE");
        }
        catch (SocketException e)
        {
            return Finding.Fail($"http: {options.Address}:{options.Port} cannot be opened: {e.Message}", "set Http:Address to an address of this machine");
        }
    }

    private static async Task<bool> IsOursAsync(IPEndPoint at, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{at}/"), Timeout = s_patience };
        try
        {
            // The one path that asks for no token.
            return (await client.GetStringAsync(new Uri("healthz", UriKind.Relative), cancellation)).Trim() == "ok";
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}

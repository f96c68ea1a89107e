using System.Net;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Security;

/// <summary>
/// Refuses on loopback what names another host than this machine: a foreign page whose name was made to point here (DNS rebinding) would
/// pass for our own.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, AgentOptions options)
{
    private readonly HashSet<string> _names = new(
        ["localhost", Environment.MachineName, $"{Environment.MachineName}.local", .. options.Http.AllowedHosts], StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context) => !ClientAddress.IsLoopback(context.Connection) || IsOwn(context.Request.Host)
        ? next(context)
        : Problem.Of(StatusCodes.Status421MisdirectedRequest, "this host is not served here; name it in Http:AllowedHosts if it is this machine's").ExecuteAsync(context);

    private bool IsOwn(HostString host) =>
        !host.HasValue || _names.Contains(host.Host) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

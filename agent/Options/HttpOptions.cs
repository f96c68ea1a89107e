using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Options;

/// <summary>The page and REST.</summary>
public sealed record HttpOptions
{
    /// <summary>TCP port, 0 to 65535; 0 takes any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>
    /// Address to listen on. Only loopback is accepted as long as there are no access tokens.
    /// </summary>
    public string Address { get; init; } = "127.0.0.1";

    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Port is < 0 or > 65535) errors.Add($"Http:Port is {Port}; expected 0 to 65535.");
        if (!System.Net.IPAddress.TryParse(Address, out var address))
            errors.Add($"Http:Address is \"{Address}\"; expected an IP address.");
        else if (!System.Net.IPAddress.IsLoopback(address))
            errors.Add($"Http:Address is {Address}; only loopback (127.0.0.1 or ::1) is served, since there are no access tokens yet.");
        return errors;
    }
}

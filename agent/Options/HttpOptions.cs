using System.ComponentModel.DataAnnotations;
using System.Net;

namespace EcgEdge.Agent.Options;

/// <summary>The page and REST.</summary>
public sealed record HttpOptions
{
    /// <summary>Port of HTTPS on an address beyond loopback, where none is given.</summary>
    public const int DefaultHttpsPort = 8443;

    /// <summary>Port of plain HTTP, 0 to 65535; 0 takes any free port. It is served on loopback, and beyond only with <see cref="AllowPlainLan"/>.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on. Beyond loopback it takes an access token (<c>ecgedge token add</c>), and is served by HTTPS.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port of HTTPS, 0 to 65535; 0 takes any free port. Default 8443 beyond loopback, else no HTTPS.</summary>
    [Range(0, 65535)]
    public int? HttpsPort { get; init; }

    /// <summary>PEM file of the certificate and what it is signed by; default one made here, kept in the storage folder.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the certificate's key; default the certificate's file. Read with it, at start.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Serves plain HTTP beyond loopback, where whoever listens on the network can read tokens and ECGs. Default no.</summary>
    public bool AllowPlainLan { get; init; }

    /// <summary>Further host names under which this machine may be asked over loopback: those of a proxy on it.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How long a login lasts, 1 to 8760 h.</summary>
    [Range(1, 8760)]
    public int SessionHours { get; init; } = 720;

    /// <summary>Requests per second that one address may make in the long run, 1 to 100000; three times as many at once.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Files that one address may send for analysis in a minute, 1 to 1000000.</summary>
    [Range(1, 1_000_000)]
    public int AnalysesPerMinute { get; init; } = 30;

    /// <summary>Largest file taken for analysis, and largest of what a zip holds, 1 to 1024 MB.</summary>
    [Range(1, 1024)]
    public int MaxUploadMegabytes { get; init; } = 128;

    /// <summary>Viewers of the live stream at once, 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MaxViewers { get; init; } = 32;

    /// <summary>Whether only this machine is served.</summary>
    internal bool IsLoopback => IPAddress.IsLoopback(IPAddress.Parse(Address));

    /// <summary>Whether HTTPS is served beside plain HTTP, or instead of it.</summary>
    internal bool ServesHttps => HttpsPort is not null || !(IsLoopback || AllowPlainLan);

    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        InRange("Port", Port, 0, 65_535);
        if (!IPAddress.TryParse(Address, out _)) errors.Add($"Http:Address is \"{Address}\"; expected an IP address.");
        if (HttpsPort is { } https) InRange("HttpsPort", https, 0, 65_535);
        if (HttpsPort == Port && Port != 0) errors.Add($"Http:HttpsPort is {HttpsPort}, as Http:Port is; expected another.");
        if (KeyFile is not null && CertificateFile is null) errors.Add("Http:KeyFile is given without Http:CertificateFile.");
        foreach (var host in AllowedHosts.Where(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
            errors.Add($"Http:AllowedHosts has \"{host}\"; expected host names without a port.");
        InRange("SessionHours", SessionHours, 1, 8760);
        InRange("RequestsPerSecond", RequestsPerSecond, 1, 100_000);
        InRange("AnalysesPerMinute", AnalysesPerMinute, 1, 1_000_000);
        InRange("MaxUploadMegabytes", MaxUploadMegabytes, 1, 1024);
        InRange("MaxViewers", MaxViewers, 1, 1000);
        return errors;

        void InRange(string key, int value, int from, int to)
        {
            if (value < from || value > to) errors.Add($"Http:{key} is {value}; expected {from} to {to}.");
        }
    }
}

using System.Net;
using System.Security.Authentication;
using EcgEdge.Agent.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EcgEdge.Agent.Security;

/// <summary>Where the agent listens, and how much of a caller it bears before a request is understood.</summary>
internal static class Listeners
{
    private const int MostConnections = 256, MostHeaders = 64, MaxHeaderBytes = 16 << 10, MaxRequestLineBytes = 4 << 10;
    private const long MaxBodyBytes = 1 << 20;
    private static readonly TimeSpan s_headersWithin = TimeSpan.FromSeconds(10), s_idle = TimeSpan.FromSeconds(60);

    /// <summary>Makes sure that nothing beyond this machine is served without an access token.</summary>
    /// <exception cref="OptionsException">It would be.</exception>
    public static void Check(HttpOptions http, TokenBook tokens)
    {
        try
        {
            if (!http.IsLoopback && tokens.All.Count == 0)
                throw new OptionsException($"Http:Address is {http.Address}; only loopback is served until there is an access token: make one with 'ecgedge token add NAME'.");
        }
        catch (TokenException e)
        {
            throw new OptionsException(e.Message, e);
        }
    }

    /// <param name="kestrel">The server.</param>
    /// <param name="http">Checked options.</param>
    /// <param name="certificate">For HTTPS; null when none is served.</param>
    public static void Configure(KestrelServerOptions kestrel, HttpOptions http, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestBodySize = MaxBodyBytes;
        limits.RequestHeadersTimeout = s_headersWithin;
        limits.KeepAliveTimeout = s_idle;

        var address = IPAddress.Parse(http.Address);
        kestrel.Listen(http.IsLoopback || http.AllowPlainLan ? address : IPAddress.Loopback, http.Port);
        if (certificate is null) return;
        kestrel.Listen(address, http.HttpsPort ?? HttpOptions.DefaultHttpsPort, listener => listener.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate.Certificate,
            ServerCertificateChain = certificate.Chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }));
    }
}

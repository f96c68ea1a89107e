using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A certificate authority made for one test, and what it signs, as PEM files.</summary>
internal sealed class Certificates(TempDirectory directory)
{
    /// <summary>Makes an authority and a server certificate signed by it.</summary>
    /// <param name="name">Prefix of the files.</param>
    /// <param name="host">Name the server's certificate is for.</param>
    /// <param name="expired">Whether the server's certificate was good until a minute ago.</param>
    /// <returns>Paths of the authority's certificate, the server's certificate and the server's key.</returns>
    public (string Authority, string Server, string Key) Make(string name, string host, bool expired = false)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddMinutes(-5), to = expired ? from.AddMinutes(4) : from.AddHours(1);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={name} authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(from, from.AddHours(2));

        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest($"CN={host}", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        serverRequest.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = serverRequest.Create(authority, from, to, [1, 2, 3, 4]);

        return (
            Write($"{name}-ca.pem", authority.ExportCertificatePem()),
            Write($"{name}-server.pem", server.ExportCertificatePem()),
            Write($"{name}-server.key", serverKey.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string file, string pem)
    {
        File.WriteAllText(directory[file], pem + "\n");
        return directory[file];
    }
}

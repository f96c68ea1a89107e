using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Security;

/// <summary>The certificate of HTTPS: one given, or one made and signed by the agent itself and kept in the storage folder.</summary>
public sealed class ServerCertificate : IDisposable
{
    public const string CertificateName = "https-certificate.pem", KeyName = "https-key.pem";

    // As long as browsers take one that a person has chosen to trust.
    private const int Days = 825, RenewDays = 30;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain, bool isSelfSigned) =>
        (Certificate, Chain, IsSelfSigned) = (certificate, chain, isSelfSigned);

    public X509Certificate2 Certificate { get; }

    /// <summary>What the certificate's file holds, signers included.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>Whether the agent made it.</summary>
    public bool IsSelfSigned { get; }

    /// <summary>SHA-256 of the certificate as browsers show it.</summary>
    public string Fingerprint => string.Join(':', Convert.ToHexString(SHA256.HashData(Certificate.RawData)).Chunk(2).Select(pair => new string(pair)));

    /// <summary>Loads the certificate that the options name, or the agent's own, which is made where there is none or it ends soon.</summary>
    /// <exception cref="OptionsException">A file is missing or not what it should be; the message names it.</exception>
    /// <exception cref="IOException">The agent's own cannot be kept.</exception>
    public static ServerCertificate Load(HttpOptions http, string folder, TimeProvider time)
    {
        if (http.CertificateFile is { } given) return Read(given, http.KeyFile ?? given, "Http:CertificateFile", isSelfSigned: false);
        string certificate = Path.Combine(folder, CertificateName), key = Path.Combine(folder, KeyName);
        var now = time.GetUtcNow();
        if (File.Exists(certificate) && File.Exists(key))
        {
            var own = Read(certificate, key, "the agent's own certificate", isSelfSigned: true);
            if (own.Certificate.NotAfter.ToUniversalTime() > now.AddDays(RenewDays)) return own;
            own.Dispose();
        }

        Make(certificate, key, now);
        return Read(certificate, key, "the agent's own certificate", isSelfSigned: true);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var signer in Chain) signer.Dispose();
    }

    private static ServerCertificate Read(string certificate, string key, string what, bool isSelfSigned)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return new ServerCertificate(X509Certificate2.CreateFromPemFile(certificate, key), chain, isSelfSigned);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var files = certificate == key ? certificate : $"{certificate} with {key}";
            throw new OptionsException($"{what}: {files} cannot be used ({e.Message}); expected PEM files of a certificate and its unencrypted key.", e);
        }
    }

    private static void Make(string certificate, string key, DateTimeOffset now)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (string[])["localhost", Environment.MachineName, $"{Environment.MachineName}.local"]) names.AddDnsName(name);
        foreach (var address in Addresses()) names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(Days));
        SecretFile.Write(key, pair.ExportPkcs8PrivateKeyPem() + "\n");
        SecretFile.Write(certificate, made.ExportCertificatePem() + "\n");
    }

    private static IEnumerable<IPAddress> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(n => n.GetIPProperties().UnicastAddresses).Select(u => u.Address)
        .Where(a => !a.IsIPv6LinkLocal).Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct();
}

using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Rest;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Security;

/// <summary>HTTPS with a certificate of the agent's own and with one that was given, over real sockets.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly SteppedClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_agents_own_certificate_serves_and_the_login_cookie_is_kept_to_https()
    {
        var secret = "";
        await using var agent = await Start(new HttpOptions { HttpsPort = 0 }, folder => secret = new TokenBook(folder, TimeProvider.System).Add("a"));
        using var own = Own(agent);
        using var client = Client(agent.SecureAddress!, (_, shown, _, _) => own.Equals(shown));
        using var response = await client.PostAsync("/login", new FormUrlEncodedContent([KeyValuePair.Create("token", secret)]), Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-ecgedge-", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"), "a certificate that nobody signed must not be insisted on");

        var names = own.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Contains("localhost", names.EnumerateDnsNames());
        Assert.Contains(Environment.MachineName, names.EnumerateDnsNames());
        Assert.Contains(IPAddress.Loopback, names.EnumerateIPAddresses());
        foreach (var file in (string[])[ServerCertificate.CertificateName, ServerCertificate.KeyName])
            FileModes.AssertOwnerOnly(Path.Combine(agent.Folder, file));
    }

    [Fact]
    public async Task A_given_certificate_is_shown_and_insisted_on()
    {
        var (authority, certificate, key) = new Certificates(_folder).Make("given", "localhost");
        await using var agent = await Start(new HttpOptions { HttpsPort = 0, CertificateFile = certificate, KeyFile = key });
        using var trusted = X509CertificateLoader.LoadCertificateFromFile(authority);
        var address = new Uri($"https://localhost:{agent.SecureAddress!.Port}");
        using var client = Client(address, (_, shown, chain, errors) =>
        {
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(trusted);
            return chain.Build((X509Certificate2)shown!) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        });
        using var response = await client.GetAsync("/healthz/live", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public void The_agents_own_certificate_stays_the_same_until_it_ends_soon()
    {
        using var first = ServerCertificate.Load(new HttpOptions(), _folder.Path, _clock);
        _clock.Pass(TimeSpan.FromDays(790));
        using var kept = ServerCertificate.Load(new HttpOptions(), _folder.Path, _clock);
        Assert.Equal(first.Fingerprint, kept.Fingerprint);
        _clock.Pass(TimeSpan.FromDays(10));
        using var renewed = ServerCertificate.Load(new HttpOptions(), _folder.Path, _clock);
        Assert.NotEqual(first.Fingerprint, renewed.Fingerprint);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", renewed.Fingerprint);
    }

    [Fact]
    public void Files_that_are_no_certificate_are_named()
    {
        File.WriteAllText(_folder["x.pem"], "nothing");
        var (_, certificate, _) = new Certificates(_folder).Make("one", "localhost");
        var (_, _, other) = new Certificates(_folder).Make("two", "localhost");
        Assert.Contains("x.pem cannot be used", Refused(_folder["x.pem"], null), StringComparison.Ordinal);
        Assert.Contains("nowhere.pem", Refused(_folder["nowhere.pem"], null), StringComparison.Ordinal);
        Assert.Contains("two-server.key", Refused(certificate, other), StringComparison.Ordinal);

        string Refused(string file, string? key) => Assert.Throws<OptionsException>(
            () => ServerCertificate.Load(new HttpOptions { CertificateFile = file, KeyFile = key }, _folder.Path, _clock)).Message;
    }

    [Fact]
    public void Beyond_loopback_there_is_a_token_or_no_start_and_https_unless_plain_is_asked_for()
    {
        var lan = new HttpOptions { Address = "192.0.2.1" };
        var tokens = new TokenBook(_folder.Path, _clock);
        Assert.Contains("ecgedge token add", Assert.Throws<OptionsException>(() => Listeners.Check(lan, tokens)).Message, StringComparison.Ordinal);
        Listeners.Check(new HttpOptions(), tokens);
        tokens.Add("a");
        Listeners.Check(lan, tokens);
        Assert.True(lan.ServesHttps);
        Assert.False((lan with { AllowPlainLan = true }).ServesHttps);
        Assert.True((lan with { AllowPlainLan = true, HttpsPort = 8443 }).ServesHttps);
        Assert.False(new HttpOptions().ServesHttps);
        File.WriteAllText(_folder[TokenBook.FileName], "{");
        Assert.Contains(TokenBook.FileName, Assert.Throws<OptionsException>(() => Listeners.Check(lan, tokens)).Message, StringComparison.Ordinal);
    }

    private static Task<RunningAgent> Start(HttpOptions http, Action<string>? prepare = null) =>
        RunningAgent.Start(new ChannelOptions { Pack = "tiny" }, TestPacks.Folder, http: http, prepare: prepare);

    private static X509Certificate2 Own(RunningAgent agent) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(agent.Folder, ServerCertificate.CertificateName));

    private static HttpClient Client(Uri address, RemoteCertificateValidationCallback check) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = check },
    })
    { BaseAddress = address };
}

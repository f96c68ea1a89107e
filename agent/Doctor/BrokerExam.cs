using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the broker can be reached, shows a certificate that holds, and lets us in: step by step, so that it is told which fails.</summary>
internal static class BrokerExam
{
    private const int ExpirySoonDays = 14;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5), s_loginPatience = TimeSpan.FromSeconds(12);

    public static async IAsyncEnumerable<Finding> RunAsync(AgentOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var mqtt = options.Mqtt;
        if (!mqtt.Enabled)
        {
            yield return Finding.Ok("broker: MQTT is off, no Mqtt:Host is set");
            yield break;
        }

        if (Library() is { } missing)
        {
            yield return missing;
            yield break;
        }

        var (tcp, socket) = await ConnectAsync(mqtt, cancellation);
        yield return tcp;
        if (socket is null) yield break;
        using (socket)
        {
            if (mqtt.Tls) yield return await HandshakeAsync(mqtt, socket, cancellation);
        }

        yield return await LogInAsync(options, cancellation);
    }

    private static Finding? Library()
    {
        try
        {
            LibMosquitto.Load();
            return null;
        }
        catch (MqttLibraryMissingException e)
        {
            return Finding.Fail($"broker: {e.Message}", "sudo apt install libmosquitto1");
        }
    }

    private static async Task<(Finding Finding, TcpClient? Socket)> ConnectAsync(MqttOptions mqtt, CancellationToken cancellation)
    {
        var client = new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            await client.ConnectAsync(mqtt.Host!, mqtt.Port, patience.Token);
            return (Finding.Ok($"broker: {mqtt.Host}:{mqtt.Port} answers"), client);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            client.Dispose();
            var reason = e is SocketException socket ? socket.Message : $"no answer within {s_patience.TotalSeconds:0} s";
            return (Finding.Fail($"broker: {mqtt.Host}:{mqtt.Port} cannot be reached: {reason}", "start the broker, or correct Mqtt:Host and Mqtt:Port; look at the firewall"), null);
        }
    }

    private static async Task<Finding> HandshakeAsync(MqttOptions mqtt, TcpClient socket, CancellationToken cancellation)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = mqtt.Host };
        if (!string.IsNullOrEmpty(mqtt.CaFile))
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(mqtt.CaFile);
            }
            catch (CryptographicException e)
            {
                return Finding.Fail($"broker: {mqtt.CaFile} holds no certificate: {e.Message}", "put the authority's certificate there, in PEM");
            }
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(options, patience.Token);
            var until = ((X509Certificate2)tls.RemoteCertificate!).NotAfter.ToUniversalTime();
            var what = FormattableString.Invariant($"broker: certificate good until {until:yyyy-MM-dd}");
            return until < DateTime.UtcNow.AddDays(ExpirySoonDays) ? Finding.Warn(what, "renew it soon: alerts wait once it has expired") : Finding.Ok(what);
        }
        catch (Exception e) when (e is AuthenticationException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Finding.Fail(
                $"broker: TLS fails: {e.Message}", "name the authority that signed the broker's certificate in Mqtt:CaFile, and the broker as the certificate does in Mqtt:Host");
        }
    }

    private static async Task<Finding> LogInAsync(AgentOptions options, CancellationToken cancellation)
    {
        // A client id of its own: the same one would throw a running agent out.
        var mqtt = options.Mqtt with { ClientId = $"ecgedge-doctor-{Guid.NewGuid():N}"[..23], ReconnectMinSeconds = 60, ReconnectMaxSeconds = 60 };
        await using var client = new MosquittoClient(mqtt, mqtt.ClientId, will: null, TimeProvider.System, NullLogger<MosquittoClient>.Instance);
        client.Start();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var started = TimeProvider.System.GetTimestamp();
        while (client.Connection == 0 && client.Problem is null && TimeProvider.System.GetElapsedTime(started) < s_loginPatience)
            await timer.WaitForNextTickAsync(cancellation);
        if (client.Connection != 0) return Finding.Ok($"broker: {mqtt.Broker} lets us in{(string.IsNullOrEmpty(mqtt.Username) ? "" : $" as {mqtt.Username}")}");
        return Finding.Fail($"broker: {mqtt.Broker} does not let us in: {client.Problem ?? "no answer"}", "correct Mqtt:Username and the password, or the broker's access list");
    }
}

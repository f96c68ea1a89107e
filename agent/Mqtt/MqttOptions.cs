using System.ComponentModel.DataAnnotations;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Mqtt;

/// <summary>The broker and how to reach it. Without <see cref="Host"/> MQTT is off.</summary>
public sealed record MqttOptions
{
    /// <summary>Where Debian and its kin keep the authorities they trust.</summary>
    internal const string SystemCertificates = "/etc/ssl/certs";

    /// <summary>Host name or address of the broker; null or empty: MQTT is off.</summary>
    public string? Host { get; init; }

    /// <summary>TCP port, 1 to 65535; brokers usually take TLS on 8883.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 1883;

    /// <summary>User name at the broker; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>Password at the broker where it comes from the environment; a file is better. Needs <see cref="Username"/>.</summary>
    public Secret? Password { get; init; }

    /// <summary>File with the password on its first line; read anew for every attempt to connect. Needs <see cref="Username"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file with the certificates of the authority that signed the broker's. Switches TLS on.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file with this client's own certificate, for a broker that asks for one. Needs <see cref="KeyFile"/>; switches TLS on.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the key of <see cref="CertificateFile"/>, without a passphrase.</summary>
    public string? KeyFile { get; init; }

    /// <summary>TLS with the authorities the operating system trusts, where there is no <see cref="CaFile"/>. TLS always verifies the broker.</summary>
    public bool UseTls { get; init; }

    /// <summary>MQTT client id, unique at the broker; null: <c>ecgedge-</c> and the device name.</summary>
    public string? ClientId { get; init; }

    /// <summary>Longest silence before the broker is asked whether it is still there, 5 to 65535 s. After half as long again the broker publishes the last will.</summary>
    [Range(5, 65535)]
    public int KeepAliveSeconds { get; init; } = 30;

    /// <summary>Wait before the first new attempt to connect, 1 to 3600 s; doubles with every failure.</summary>
    [Range(1, 3600)]
    public int ReconnectMinSeconds { get; init; } = 1;

    /// <summary>Longest wait between attempts, from <see cref="ReconnectMinSeconds"/> to 3600 s.</summary>
    [Range(1, 3600)]
    public int ReconnectMaxSeconds { get; init; } = 30;

    /// <summary>Alerts under way without the broker's acknowledgement, 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MaxInFlight { get; init; } = 20;

    /// <summary>A broker that acknowledges nothing for so long while alerts are under way is connected to anew, 5 to 3600 s.</summary>
    [Range(5, 3600)]
    public int AckTimeoutSeconds { get; init; } = 30;

    /// <summary>Most alert messages kept for a broker that is away, 1 to 4096 MB (10^6 bytes); beyond that whole alerts are given up.</summary>
    [Range(1, 4096)]
    public int OutboxMaxMegabytes { get; init; } = 64;

    /// <summary>Longest time an alert waits for a broker that is away, 1 to 8760 h in which the agent ran.</summary>
    [Range(1, 8760)]
    public int OutboxMaxAgeHours { get; init; } = 168;

    /// <summary>Time from one message on the health topic to the next, 1 to 3600 s.</summary>
    [Range(1, 3600)]
    public int HealthSeconds { get; init; } = 5;

    /// <summary>Whether every beat is published too (QoS 0, not kept for later).</summary>
    public bool PublishBeats { get; init; }

    /// <summary>Whether the trace is published too, once a second (QoS 0, not kept for later).</summary>
    public bool PublishWave { get; init; }

    /// <summary>Whether commands are taken from the broker. Whoever may publish there may then acknowledge and snooze alerts.</summary>
    public bool Commands { get; init; } = true;

    public HomeAssistantOptions HomeAssistant { get; init; } = new();

    /// <summary>Whether MQTT is on.</summary>
    public bool Enabled => !string.IsNullOrWhiteSpace(Host);

    /// <summary>Whether the connection is encrypted and the broker's certificate verified.</summary>
    public bool Tls => UseTls || !string.IsNullOrEmpty(CaFile) || HasClientCertificate;

    /// <summary>Whether the broker is shown a certificate of ours.</summary>
    public bool HasClientCertificate => !string.IsNullOrEmpty(CertificateFile);

    /// <summary>The broker as an address for people.</summary>
    public string? Broker => Enabled ? $"{(Tls ? "mqtts" : "mqtt")}://{Host}:{Port}" : null;

    /// <summary>Every error in these options, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        if (!Enabled) return [];
        var errors = new List<string>();
        Range("Port", Port, 1, 65535);
        Range("KeepAliveSeconds", KeepAliveSeconds, 5, 65535);
        Range("ReconnectMinSeconds", ReconnectMinSeconds, 1, 3600);
        Range("ReconnectMaxSeconds", ReconnectMaxSeconds, Math.Max(1, ReconnectMinSeconds), 3600);
        Range("MaxInFlight", MaxInFlight, 1, 1000);
        Range("AckTimeoutSeconds", AckTimeoutSeconds, 5, 3600);
        Range("OutboxMaxMegabytes", OutboxMaxMegabytes, 1, 4096);
        Range("OutboxMaxAgeHours", OutboxMaxAgeHours, 1, 8760);
        Range("HealthSeconds", HealthSeconds, 1, 3600);
        if (!string.IsNullOrEmpty(PasswordFile) && string.IsNullOrEmpty(Username))
            errors.Add("Mqtt:PasswordFile is set, but Mqtt:Username is not; expected both or neither.");
        if (Password is not null && string.IsNullOrEmpty(Username)) errors.Add("Mqtt:Password is set, but Mqtt:Username is not; expected both or neither.");
        if (Password is not null && !string.IsNullOrEmpty(PasswordFile)) errors.Add("Mqtt:Password is set, and Mqtt:PasswordFile too; expected one of them.");
        Readable("PasswordFile", PasswordFile);
        if (string.IsNullOrEmpty(CertificateFile) != string.IsNullOrEmpty(KeyFile))
            errors.Add("Of Mqtt:CertificateFile and Mqtt:KeyFile only one is set; expected both or neither.");
        Readable("CaFile", CaFile);
        Readable("CertificateFile", CertificateFile);
        Readable("KeyFile", KeyFile);
        errors.AddRange(HomeAssistant.Validate());
        if (ClientId is { } id && (id.Length is 0 or > 128 || id.Any(char.IsControl)))
            errors.Add("Mqtt:ClientId is not usable; expected 1 to 128 characters, no control characters.");
        return errors;

        void Range(string key, int value, int least, int most)
        {
            if (value < least || value > most) errors.Add($"Mqtt:{key} is {value}; expected {least} to {most}.");
        }

        void Readable(string key, string? path)
        {
            if (!string.IsNullOrEmpty(path) && !File.Exists(path)) errors.Add($"Mqtt:{key} is \"{path}\"; there is no such file.");
        }
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;

namespace EcgEdge.Agent.Options;

/// <summary>Everything that can be configured. Immutable; read once at start by <see cref="OptionsReader"/>.</summary>
public sealed record AgentOptions
{
    public DeviceOptions Device { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public MqttOptions Mqtt { get; init; } = new();

    public AlertOptions Alerts { get; init; } = new();

    public ModelOptions Models { get; init; } = new();

    /// <summary>One entry per wearer; none means one channel that replays ECG5000 where it can be found, else the synthetic heart.</summary>
    public IReadOnlyList<ChannelOptions> Channels { get; init; } = [];

    /// <summary>Every error in these options, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. Device.Validate(), .. Storage.Validate(), .. Http.Validate(), .. Mqtt.Validate(), .. Alerts.Validate(),
            .. Channels.SelectMany((c, i) => c.Validate($"Channels:{i}"))];
}

/// <summary>The machine this runs on.</summary>
public sealed record DeviceOptions
{
    /// <summary>Name in MQTT topics and on the page; default the host name.</summary>
    public string Name { get; init; } = Environment.MachineName;

    public IReadOnlyList<string> Validate() => MqttTopics.Problem("Device:Name", Name) is { } problem ? [problem] : [];
}

/// <summary>Where data is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the database; default <c>$XDG_DATA_HOME/ecgedge</c>, <c>/var/lib/ecgedge</c> under systemd.</summary>
    public string Directory { get; init; } = DataFolders.State();

    /// <summary>Newest beats kept, at least 1.</summary>
    public int MaxBeats { get; init; } = 1_000_000;

    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) errors.Add("Storage:Directory is empty; expected a folder.");
        if (MaxBeats < 1) errors.Add($"Storage:MaxBeats is {MaxBeats}; expected at least 1.");
        return errors;
    }
}

/// <summary>The page and REST.</summary>
public sealed record HttpOptions
{
    /// <summary>0 to 65535; 0 takes any free port.</summary>
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

/// <summary>Where model packs lie.</summary>
public sealed record ModelOptions
{
    /// <summary>Folder with one folder per pack; default the packs that ship with the program.</summary>
    public string Directory { get; init; } = Inference.Packs.PackLoader.DefaultFolder;
}

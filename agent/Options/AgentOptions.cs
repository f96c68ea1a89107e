using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;

namespace EcgEdge.Agent.Options;

/// <summary>Everything that can be configured. Immutable.</summary>
public sealed record AgentOptions
{
    public DeviceOptions Device { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public MqttOptions Mqtt { get; init; } = new();

    [AppliesLive]
    public AlertOptions Alerts { get; init; } = new();

    public RecorderOptions Recorder { get; init; } = new();

    public ModelOptions Models { get; init; } = new();

    public WatchdogOptions Watchdog { get; init; } = new();

    /// <summary>One entry per wearer, each with a name of its own; none means one channel that replays ECG5000 where it can be found, else the synthetic heart.</summary>
    public IReadOnlyList<ChannelOptions> Channels { get; init; } = [];

    /// <summary>Every error in these options, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. Device.Validate(), .. Storage.Validate(), .. Http.Validate(), .. Mqtt.Validate(), .. Alerts.Validate(), .. Recorder.Validate(),
            .. Watchdog.Validate(), .. Channels.SelectMany((c, i) => c.Validate($"Channels:{i}")), .. SameNames()];

    /// <summary>A name is a level of a topic and a key in REST: no two channels may share one.</summary>
    private IEnumerable<string> SameNames() => Channels.Index()
        .Where(c => Channels.Take(c.Index).Any(before => before.Name == c.Item.Name))
        .Select(c => $"Channels:{c.Index}:Name is \"{c.Item.Name}\", as another channel's is; expected a name of its own.");
}

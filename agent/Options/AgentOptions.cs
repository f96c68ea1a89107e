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

    public RecorderOptions Recorder { get; init; } = new();

    public ModelOptions Models { get; init; } = new();

    /// <summary>One entry per wearer; none means one channel that replays ECG5000 where it can be found, else the synthetic heart.</summary>
    public IReadOnlyList<ChannelOptions> Channels { get; init; } = [];

    /// <summary>Every error in these options, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. Device.Validate(), .. Storage.Validate(), .. Http.Validate(), .. Mqtt.Validate(), .. Alerts.Validate(), .. Recorder.Validate(),
            .. Channels.SelectMany((c, i) => c.Validate($"Channels:{i}"))];
}

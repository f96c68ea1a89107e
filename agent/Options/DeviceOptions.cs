using EcgEdge.Agent.Mqtt;

namespace EcgEdge.Agent.Options;

/// <summary>The machine this runs on.</summary>
public sealed record DeviceOptions
{
    /// <summary>Name in MQTT topics and on the page; default the host name.</summary>
    [MachineDefault]
    public string Name { get; init; } = Environment.MachineName;

    public IReadOnlyList<string> Validate() => MqttTopics.Problem("Device:Name", Name) is { } problem ? [problem] : [];
}

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Whether Home Assistant is told what there is to see (MQTT discovery). Off unless asked for: on a shared broker every Home Assistant
/// that listens would show a wearer's heart.
/// </summary>
public sealed record HomeAssistantOptions
{
    /// <summary>Whether channels are announced. Once off, what was announced before is taken back.</summary>
    public bool Enabled { get; init; }

    /// <summary>First level of the discovery topics, as set in Home Assistant: 1 to 64 characters, no spaces, '/', '+' and '#'.</summary>
    public string Prefix { get; init; } = "homeassistant";

    internal IEnumerable<string> Validate() => MqttTopics.Problem("Mqtt:HomeAssistant:Prefix", Prefix) is { } problem ? [problem] : [];
}

namespace EcgEdge.Agent.Mqtt;

/// <summary>Versions of the protocol; the number is the protocol level on the wire.</summary>
public enum MqttVersion
{
    V311 = 4,
    V5 = 5,
}

internal static class MqttVersionText
{
    /// <summary>As people write it: "5", "3.1.1".</summary>
    public static string Text(this MqttVersion version) => version == MqttVersion.V5 ? "5" : "3.1.1";
}

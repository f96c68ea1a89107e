namespace EcgEdge.Agent.Mqtt;

/// <summary>A message that came from the broker.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">Its bytes; of a longer message only the first <see cref="MaxBytes"/> + 1.</param>
/// <param name="Retained">Whether the broker had kept it from before we subscribed.</param>
public sealed record MqttMessage(string Topic, byte[] Payload, bool Retained)
{
    /// <summary>Longest message of any use to us. A broker that speaks MQTT 5 is asked not to send longer ones.</summary>
    public const int MaxBytes = 64 << 10;
}

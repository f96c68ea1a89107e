namespace EcgEdge.Agent.Mqtt;

/// <summary>What may happen on a connection.</summary>
public enum MqttEventKind
{
    /// <summary>The broker accepted the connection.</summary>
    Connected,

    /// <summary>The broker has the message (QoS 1: PUBACK); for QoS 0: it was written to the network.</summary>
    Published,

    /// <summary>The broker has got the message and will not have it (MQTT 5: a PUBACK with a failure).</summary>
    Refused,

    /// <summary>The broker lets us not subscribe; what we asked for will not come.</summary>
    SubscriptionRefused,

    /// <summary>The connection is over; nothing more will come from it.</summary>
    Disconnected,
}

/// <summary>Something that happened on a connection.</summary>
/// <param name="Kind">What.</param>
/// <param name="Connection">Number of the connection.</param>
/// <param name="MessageId">The message, for <see cref="MqttEventKind.Published"/> and <see cref="MqttEventKind.Refused"/>; else 0.</param>
/// <param name="Reason">MQTT 5's reason code for a refusal; else 0.</param>
public readonly record struct MqttEvent(MqttEventKind Kind, int Connection, int MessageId = 0, int Reason = 0);

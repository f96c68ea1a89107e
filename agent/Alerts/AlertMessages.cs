using System.Text.Json;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Alerts;

/// <summary>Makes the MQTT message that tells of an alert: QoS 1, not retained, the same JSON as REST's. A snoozed alert has none.</summary>
/// <param name="topics">Topics of this device.</param>
/// <param name="enabled">Whether MQTT is on; if not, there is no message, and the outbox does not fill with what nobody will fetch.</param>
public sealed class AlertMessages(MqttTopics topics, bool enabled)
{
    /// <summary>The message for one revision of an alert; null where MQTT is off or people are spared the alert.</summary>
    public OutboxMessage? For(Alert alert) => enabled && !alert.Snoozed
        ? new OutboxMessage(topics.Alert(alert.Channel), JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Default.Alert), Qos: 1, Retain: false)
        : null;
}

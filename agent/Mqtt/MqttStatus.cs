namespace EcgEdge.Agent.Mqtt;

/// <summary>How publishing stands.</summary>
/// <param name="Enabled">Whether MQTT is on.</param>
/// <param name="Connected">Whether the broker can be reached now.</param>
/// <param name="Broker">Address of the broker; null when MQTT is off.</param>
/// <param name="Version">Version of MQTT that is spoken, "5" or "3.1.1"; null without a connection.</param>
/// <param name="Queued">Messages the broker has not acknowledged yet.</param>
/// <param name="QueuedBytes">Their size.</param>
/// <param name="Published">Messages from the outbox it has acknowledged since the start.</param>
/// <param name="Dropped">Telemetry (vitals, health, beats) not sent because too much was waiting for the network already.</param>
/// <param name="DroppedAlerts">Alerts given up since the start: the outbox was full, or the broker can never take them.</param>
/// <param name="Problem">Why there is no connection, or why nothing gets through it; null while all is well.</param>
public sealed record MqttStatus(
    bool Enabled, bool Connected, string? Broker, string? Version, long Queued, long QueuedBytes, long Published, long Dropped, long DroppedAlerts,
    string? Problem);

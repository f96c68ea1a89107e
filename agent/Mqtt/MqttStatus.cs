namespace EcgEdge.Agent.Mqtt;

/// <summary>How publishing stands.</summary>
/// <param name="Enabled">Whether MQTT is on.</param>
/// <param name="Connected">Whether the broker can be reached now.</param>
/// <param name="Broker">Address of the broker; null when MQTT is off.</param>
/// <param name="Queued">Messages the broker has not acknowledged yet.</param>
/// <param name="Published">Messages from the outbox it has acknowledged since the start.</param>
/// <param name="Dropped">Telemetry (vitals, health, beats) not sent because too much was waiting for the network already.</param>
/// <param name="Problem">Why there is no connection; null while there is one.</param>
public sealed record MqttStatus(bool Enabled, bool Connected, string? Broker, long Queued, long Published, long Dropped, string? Problem);

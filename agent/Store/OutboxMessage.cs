namespace EcgEdge.Agent.Store;

/// <summary>A message on its way to the broker.</summary>
/// <param name="Topic">Full topic, without wildcards.</param>
/// <param name="Payload">Bytes as they go on the wire; the outbox owns them from here on.</param>
/// <param name="Qos">MQTT quality of service: 0, 1 or 2.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
public sealed record OutboxMessage(string Topic, byte[] Payload, int Qos, bool Retain);

namespace EcgEdge.Agent.Mqtt;

/// <summary>What the broker publishes, retained and at QoS 1, when the connection ends without a word.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">Bytes as they go on the wire.</param>
public sealed record LastWill(string Topic, byte[] Payload);

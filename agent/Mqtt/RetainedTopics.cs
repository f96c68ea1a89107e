using System.Collections.Concurrent;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Telemetry: published when it comes if there is a connection, else not at all. The last of every topic whose last message the broker is
/// to keep is kept here too, and published again on every new connection. May be used from any thread.
/// </summary>
internal sealed class RetainedTopics(IMqttClient client)
{
    private readonly ConcurrentDictionary<string, (byte[] Payload, int Qos)> _kept = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Messages not taken because too much was waiting for the network already.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Publishes a message that the broker keeps for later subscribers.</summary>
    /// <param name="topic">Full topic.</param>
    /// <param name="payload">Not to be changed afterwards.</param>
    /// <param name="qos">0; 1 for what must not be passed over when much is waiting.</param>
    public void Keep(string topic, byte[] payload, int qos)
    {
        _kept[topic] = (payload, qos);
        Publish(topic, payload, qos, retain: true);
    }

    /// <summary>Publishes a message for those who listen now.</summary>
    public void Publish(string topic, ReadOnlySpan<byte> payload) => Publish(topic, payload, qos: 0, retain: false);

    public void NoteDropped(long messages) => Interlocked.Add(ref _dropped, messages);

    /// <summary>Publishes everything kept on a new connection.</summary>
    public void PublishAgain(int connection)
    {
        foreach ((string topic, (byte[] payload, int qos)) in _kept) client.Offer(connection, topic, payload, qos, retain: true, out _);
    }

    private void Publish(string topic, ReadOnlySpan<byte> payload, int qos, bool retain)
    {
        if (client.Connection is not (not 0 and int connection)) return;
        if (!client.Offer(connection, topic, payload, qos, retain, out _) && client.Connection == connection)
            Interlocked.Increment(ref _dropped);
    }
}

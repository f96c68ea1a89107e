namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// A client that keeps one connection to a broker up: it connects, and after any loss connects again, until it is stopped. Every
/// connection starts afresh (clean session) and has a number of its own, rising from 1. The client holds no message beyond the connection
/// it was published on: what was not acknowledged by then is the caller's to publish again.
/// </summary>
/// <remarks>
/// <see cref="Start"/> is called once, before anything else. <see cref="TryPublish"/> and the properties may be called from any thread at
/// any time, also beside each other; none of them waits for the network. <see cref="Happened"/> is raised on the client's own thread, one
/// event at a time, in the order in which things happened.
/// </remarks>
public interface IMqttClient : IAsyncDisposable
{
    /// <summary>Something happened on a connection. Handlers must be quick and not throw; they may publish, but not stop the client.</summary>
    event Action<MqttEvent>? Happened;

    /// <summary>A message came for one of our subscriptions. Raised like <see cref="Happened"/>, with the same duties.</summary>
    event Action<MqttMessage>? Received;

    /// <summary>Number of the connection that stands, 0 when there is none.</summary>
    int Connection { get; }

    /// <summary>Version of MQTT that the connection speaks; null when there is none.</summary>
    MqttVersion? Version { get; }

    /// <summary>Why there is no connection, in one sentence; null while there is one or none was tried yet.</summary>
    string? Problem { get; }

    /// <summary>Begins to connect and returns at once. A broker that is away is no error: it is tried again.</summary>
    /// <exception cref="MqttLibraryMissingException">The client library is not installed.</exception>
    void Start();

    /// <summary>Hands a message over for sending.</summary>
    /// <param name="connection">The connection it is meant for; another one will not take it.</param>
    /// <param name="topic">Full topic, without wildcards.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <param name="qos">0, 1 or 2.</param>
    /// <param name="retain">Whether the broker keeps it for later subscribers.</param>
    /// <param name="messageId">By which <see cref="MqttEventKind.Published"/> names it; 0 if it was not taken.</param>
    /// <returns>
    /// Whether it was taken. False when that connection is over, and for QoS 0 also when too much is waiting for the network already.
    /// </returns>
    /// <exception cref="ArgumentException">No connection will ever take such a message (wildcards in the topic, too long).</exception>
    bool TryPublish(int connection, string topic, ReadOnlySpan<byte> payload, int qos, bool retain, out int messageId);

    /// <summary>Asks the broker for what is published under a filter, as long as this connection stands. A refusal is logged.</summary>
    /// <returns>Whether it was asked; false when that connection is over.</returns>
    bool TrySubscribe(int connection, string filter, int qos);

    /// <summary>Ends this connection, if it still stands, and connects anew.</summary>
    /// <param name="connection">Its number.</param>
    /// <param name="reason">Why, for the log.</param>
    void Renew(int connection, string reason);

    /// <summary>Takes leave of the broker, so that it does not publish the last will, and stops for good. Returns after a few seconds at most.</summary>
    Task StopAsync();
}

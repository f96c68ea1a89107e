using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Feeds the outbox to a client, in order and with a limited number of messages under way, and takes out what the broker has acknowledged.
/// Used by one task.
/// </summary>
internal sealed class OutboxFeed(Outbox outbox, IMqttClient client, int maxInFlight, ILogger log)
{
    /// <summary>Message id on this connection to outbox id.</summary>
    private readonly Dictionary<int, long> _inFlight = [];

    private readonly HashSet<long> _acknowledged = [];
    private int _connection;
    private long _position;
    private long _published;

    /// <summary>Messages the broker has acknowledged. May be read from any thread.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>A connection stands, or (0) none does any more: whatever was not acknowledged on the one before starts over from the oldest.</summary>
    public void Begin(int connection)
    {
        _connection = connection;
        _position = 0;
        _inFlight.Clear();
    }

    /// <summary>The broker has acknowledged a message of this connection, ours or another.</summary>
    public void Settle(int messageId)
    {
        if (!_inFlight.Remove(messageId, out long id)) return;
        _acknowledged.Add(id);
        Interlocked.Increment(ref _published);
    }

    /// <summary>Takes acknowledged messages out of the outbox, in one transaction.</summary>
    /// <exception cref="StoreException">Nothing was taken out; they are remembered for the next call.</exception>
    public void RemoveAcknowledged()
    {
        if (_acknowledged.Count == 0) return;
        outbox.Remove(_acknowledged);
        _acknowledged.Clear();
    }

    /// <summary>Publishes until there is nothing left or enough is under way. To be called with everything acknowledged taken out.</summary>
    /// <exception cref="StoreException">The outbox cannot be read.</exception>
    public void Fill()
    {
        while (_connection != 0 && _inFlight.Count < maxInFlight)
        {
            IReadOnlyList<OutboxEntry> entries = outbox.ReadFrom(_position, maxInFlight - _inFlight.Count);
            if (entries.Count == 0) return;
            foreach ((long id, OutboxMessage message) in entries)
            {
                // Not taken: this connection is over, the event that says so is on its way.
                if (!TryPublish(id, message)) return;
                _position = id;
            }
        }
    }

    private bool TryPublish(long id, OutboxMessage message)
    {
        try
        {
            if (!client.TryPublish(_connection, message.Topic, message.Payload, message.Qos, message.Retain, out int messageId)) return false;
            _inFlight[messageId] = id;
            return true;
        }
        catch (ArgumentException e)
        {
            // It would stand in the way of all that follow, for ever. What it tells of is still in the store.
            log.LogError("MQTT: message {Id} is taken out of the outbox unsent: {Error}", id, e.Message);
            outbox.Remove(id);
            return true;
        }
    }
}

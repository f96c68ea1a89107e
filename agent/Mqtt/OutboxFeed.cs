using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Feeds the outbox to a client, in order and with a limited number of messages under way, and takes out what the broker has acknowledged.
/// Used by one task.
/// </summary>
internal sealed class OutboxFeed(Outbox outbox, IMqttClient client, int maxInFlight, TimeProvider time, ILogger log)
{
    /// <summary>A broker that refuses an alert for now (not authorised, quota) is asked again after this.</summary>
    private static readonly TimeSpan s_refusalRetry = TimeSpan.FromSeconds(5);

    /// <summary>Message id on this connection to outbox id.</summary>
    private readonly Dictionary<int, long> _inFlight = [];

    private readonly HashSet<long> _acknowledged = [];
    private readonly List<(long Id, string Why)> _hopeless = [];
    private int _connection;
    private long _position;
    private long _published;
    private long _lastProgress;
    private long? _refused;
    private volatile string? _problem;

    /// <summary>Messages the broker has acknowledged. May be read from any thread.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Why messages do not get through although there is a connection; null while they do. May be read from any thread.</summary>
    public string? Problem => _problem;

    /// <summary>For how long messages have been under way without the broker acknowledging any.</summary>
    public TimeSpan Stalled => _inFlight.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastProgress);

    /// <summary>A connection stands, or (0) none does any more: whatever was not acknowledged on the one before starts over from the oldest.</summary>
    public void Begin(int connection)
    {
        _connection = connection;
        _position = 0;
        _refused = null;
        _inFlight.Clear();
    }

    /// <summary>The broker has acknowledged a message of this connection, ours or another.</summary>
    public void Settle(int messageId)
    {
        if (!_inFlight.Remove(messageId, out long id)) return;
        _acknowledged.Add(id);
        _lastProgress = time.GetTimestamp();
        _problem = null;
        Interlocked.Increment(ref _published);
    }

    /// <summary>The broker will not have a message of this connection, ours or another.</summary>
    public void Refuse(int messageId, int reason)
    {
        if (!_inFlight.Remove(messageId, out long id)) return;
        if (MqttReason.IsFinal(reason))
        {
            _hopeless.Add((id, $"the broker refuses it: {MqttReason.Explain(reason)}"));
            return;
        }

        string problem = $"the broker refuses alerts: {MqttReason.Explain(reason)}";
        if (problem != _problem) log.LogWarning("MQTT: {Problem}. They are kept; trying again.", problem);
        _problem = problem;
        // All that follow would overtake it: they wait with it.
        _refused = time.GetTimestamp();
        _inFlight.Clear();
    }

    /// <summary>Notes that the connection is given up because nothing was acknowledged on it.</summary>
    public void GiveUpConnection(string problem)
    {
        _problem = problem;
        client.Renew(_connection, problem);
        _inFlight.Clear();
        _connection = 0;
    }

    /// <summary>Takes acknowledged messages out of the outbox, and those that no broker will ever take.</summary>
    /// <exception cref="StoreException">Some were not taken out; they are remembered for the next call.</exception>
    public void RemoveAcknowledged()
    {
        for (; _hopeless.Count > 0; _hopeless.RemoveAt(0)) GiveUp(_hopeless[0].Id, _hopeless[0].Why);
        if (_acknowledged.Count == 0) return;
        outbox.Remove(_acknowledged);
        _acknowledged.Clear();
    }

    /// <summary>Publishes until there is nothing left or enough is under way. To be called with everything acknowledged taken out.</summary>
    /// <exception cref="StoreException">The outbox cannot be read.</exception>
    public void Fill()
    {
        if (_refused is { } since)
        {
            if (time.GetElapsedTime(since) < s_refusalRetry) return;
            Begin(_connection);
        }

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
            if (_inFlight.Count == 0) _lastProgress = time.GetTimestamp();
            _inFlight[messageId] = id;
            return true;
        }
        catch (ArgumentException e)
        {
            GiveUp(id, e.Message);
            return true;
        }
    }

    /// <summary>It would stand in the way of all that follow, for ever. What it tells of is still in the store.</summary>
    private void GiveUp(long id, string why)
    {
        log.LogError("MQTT: message {Id} is taken out of the outbox unsent: {Error}", id, why);
        outbox.GiveUp(id);
    }
}

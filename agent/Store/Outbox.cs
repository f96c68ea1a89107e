using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Messages on their way to the broker, in the order in which they were put in. They are written in the same transaction as what they
/// tell of (<see cref="EcgStore"/>) and stay until removed, whatever happens in between. May be used from any thread.
/// </summary>
/// <remarks>
/// Is: a queue that survives a crash and a power cut. Where MQTT is off, nothing should be put in (<see cref="Alerts.AlertMessages"/> sees
/// to that). <see cref="Mqtt.OutboxLimiter"/> keeps it within bounds, by <see cref="OutboxTrim"/>.
/// </remarks>
public sealed class Outbox
{
    private const string Size = "octet_length(payload) + octet_length(topic)";

    private readonly StoreFile _file;
    private long _count;
    private long _bytes;
    private long _givenUp;

    internal Outbox(StoreFile file)
    {
        _file = file;
        file.Begin(Recount);
    }

    /// <summary>
    /// Raised after messages were put in or given up, on the thread that did it, outside of every lock. Handlers must be quick and not throw.
    /// </summary>
    public event Action? Changed;

    /// <summary>Messages in it. Costs nothing.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Their payloads and topics. Costs nothing.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Alerts given up since the start, in whole or in part: the broker never got them. Costs nothing.</summary>
    public long AlertsGivenUp => Interlocked.Read(ref _givenUp);

    /// <summary>Reads messages without removing them.</summary>
    /// <param name="afterId">Only messages behind this one; 0 to start with the oldest.</param>
    /// <param name="max">Most messages to read, at least 1.</param>
    /// <returns>Messages in order.</returns>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public IReadOnlyList<OutboxEntry> ReadFrom(long afterId, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _file.Read(connection =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT id, topic, payload, qos, retain FROM outbox WHERE id > $after ORDER BY id LIMIT $max";
            command.Add("$after", afterId);
            command.Add("$max", max);
            using SqliteDataReader row = command.ExecuteReader();
            var entries = new List<OutboxEntry>();
            while (row.Read())
                entries.Add(new OutboxEntry(row.GetInt64(0), new OutboxMessage(row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt32(3), row.GetBoolean(4))));
            return entries;
        });
    }

    /// <summary>Removes messages the broker has, in one transaction; ids that are not there are passed over.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing was removed.</exception>
    public void Remove(IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0) return;
        (int rows, long bytes) = _file.Write((connection, transaction) =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"DELETE FROM outbox WHERE id = $id RETURNING {Size}";
            (int rows, long bytes) = (0, 0);
            foreach (long id in ids)
            {
                command.Parameters.Clear();
                command.Add("$id", id);
                if (command.ExecuteScalar() is not long size) continue;
                rows++;
                bytes += size;
            }
            return (rows, bytes);
        });
        Interlocked.Add(ref _count, -rows);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <inheritdoc cref="Remove(IReadOnlyCollection{long})"/>
    public void Remove(long id) => Remove([id]);

    /// <summary>Removes a message that the broker will never have.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing was removed.</exception>
    public void GiveUp(long id)
    {
        Remove(id);
        Interlocked.Increment(ref _givenUp);
    }

    /// <summary>Notes that everything in it has waited so much longer.</summary>
    /// <exception cref="StoreException">The database cannot be written.</exception>
    public void Age(TimeSpan waited) => _file.Write((connection, transaction) => OutboxTrim.Age(connection, transaction, waited));

    /// <summary>Gives up what is beyond the limits, in one transaction.</summary>
    /// <param name="maxBytes">Most bytes that may be left.</param>
    /// <param name="maxAge">Longest time a message may have waited.</param>
    /// <returns>What was given up.</returns>
    /// <exception cref="StoreException">The database cannot be written; nothing was given up.</exception>
    public OutboxLoss Trim(long maxBytes, TimeSpan maxAge)
    {
        OutboxLoss loss = _file.Write((connection, transaction) =>
        {
            var trim = new OutboxTrim(connection, transaction);
            return trim.Run(maxBytes, maxAge);
        }, loss =>
        {
            Interlocked.Add(ref _count, -loss.Messages);
            Interlocked.Add(ref _bytes, -loss.Bytes);
            Interlocked.Add(ref _givenUp, loss.Alerts);
        });
        if (loss.Messages > 0) Changed?.Invoke();
        return loss;
    }

    /// <summary>Tells that the transaction with these messages is committed.</summary>
    internal void Committed(int messages, long bytes)
    {
        if (messages == 0) return;
        Interlocked.Add(ref _count, messages);
        Interlocked.Add(ref _bytes, bytes);
        Changed?.Invoke();
    }

    private void Recount(SqliteConnection connection)
    {
        Interlocked.Exchange(ref _count, EcgStore.ReadNumber(connection, "SELECT count(*) FROM outbox"));
        Interlocked.Exchange(ref _bytes, EcgStore.ReadNumber(connection, $"SELECT coalesce(sum({Size}), 0) FROM outbox"));
    }
}

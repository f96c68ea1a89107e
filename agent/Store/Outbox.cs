using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Messages on their way to the broker, in the order in which they were put in. They are written in the same transaction as what they
/// tell of (<see cref="EcgStore"/>) and stay until removed, whatever happens in between. May be used from any thread.
/// </summary>
/// <remarks>
/// Is: a queue that survives a crash and a power cut. Is not: bounded; where MQTT is off, nothing should be put in
/// (<see cref="Alerts.AlertMessages"/> sees to that).
/// </remarks>
public sealed class Outbox
{
    private readonly StoreFile _file;
    private long _count;

    internal Outbox(StoreFile file)
    {
        _file = file;
        file.Begin(connection => Interlocked.Exchange(ref _count, EcgStore.ReadNumber(connection, "SELECT count(*) FROM outbox")));
    }

    /// <summary>
    /// Raised after messages were committed, on the thread that saved them, outside of every lock. Handlers must be quick and not throw.
    /// </summary>
    public event Action? Enqueued;

    /// <summary>Messages in it. Costs nothing.</summary>
    public long Count => Interlocked.Read(ref _count);

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
        int removed = _file.Write((connection, transaction) =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "DELETE FROM outbox WHERE id = $id";
            int rows = 0;
            foreach (long id in ids)
            {
                command.Parameters.Clear();
                command.Add("$id", id);
                rows += command.ExecuteNonQuery();
            }
            return rows;
        });
        Interlocked.Add(ref _count, -removed);
    }

    /// <inheritdoc cref="Remove(IReadOnlyCollection{long})"/>
    public void Remove(long id) => Remove([id]);

    /// <summary>Tells that the transaction with these messages is committed.</summary>
    internal void Committed(int messages)
    {
        if (messages == 0) return;
        Interlocked.Add(ref _count, messages);
        Enqueued?.Invoke();
    }
}

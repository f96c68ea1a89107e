using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Puts messages into the outbox as part of the transaction that writes what they tell of.</summary>
internal sealed class OutboxInsert : IDisposable
{
    private readonly SqliteCommand _command;

    public OutboxInsert(SqliteConnection connection, SqliteTransaction transaction)
    {
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText = "INSERT INTO outbox (topic, payload, qos, retain) VALUES ($topic, $payload, $qos, $retain)";
    }

    /// <summary>Messages put in so far.</summary>
    public int Count { get; private set; }

    public void Put(OutboxMessage? message)
    {
        if (message is null) return;
        _command.Parameters.Clear();
        _command.Add("$topic", message.Topic);
        _command.Add("$payload", message.Payload);
        _command.Add("$qos", message.Qos);
        _command.Add("$retain", message.Retain);
        _command.ExecuteNonQuery();
        Count++;
    }

    public void Dispose() => _command.Dispose();
}

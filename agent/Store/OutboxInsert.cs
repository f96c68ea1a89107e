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
        _command.CommandText = "INSERT INTO outbox (topic, payload, qos, retain, alert_id) VALUES ($topic, $payload, $qos, $retain, $alert)";
    }

    /// <summary>Messages put in so far.</summary>
    public int Count { get; private set; }

    /// <param name="message">The message; null for none.</param>
    /// <param name="alert">The alert it tells of, which stays in the store until the message is out.</param>
    public void Put(OutboxMessage? message, Guid alert)
    {
        if (message is null) return;
        _command.Parameters.Clear();
        _command.Add("$topic", message.Topic);
        _command.Add("$payload", message.Payload);
        _command.Add("$qos", message.Qos);
        _command.Add("$retain", message.Retain);
        _command.Add("$alert", alert);
        _command.ExecuteNonQuery();
        Count++;
    }

    public void Dispose() => _command.Dispose();
}

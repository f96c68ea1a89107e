using System.Text;
using EcgEdge.Agent.Alerts;
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
        _command.CommandText = "INSERT INTO outbox (topic, payload, qos, retain, alert_id, priority) VALUES ($topic, $payload, $qos, $retain, $alert, $priority)";
    }

    /// <summary>Messages put in so far.</summary>
    public int Count { get; private set; }

    /// <summary>Their size as <see cref="Outbox.Bytes"/> counts it.</summary>
    public long Bytes { get; private set; }

    /// <param name="message">The message; null for none.</param>
    /// <param name="alert">The alert it tells of.</param>
    public void Put(OutboxMessage? message, Alert alert)
    {
        if (message is null) return;
        _command.Parameters.Clear();
        _command.Add("$topic", message.Topic);
        _command.Add("$payload", message.Payload);
        _command.Add("$qos", message.Qos);
        _command.Add("$retain", message.Retain);
        _command.Add("$alert", alert.Id);
        _command.Add("$priority", (int)alert.Priority);
        _command.ExecuteNonQuery();
        Count++;
        Bytes += message.Payload.Length + Encoding.UTF8.GetByteCount(message.Topic);
    }

    public void Dispose() => _command.Dispose();
}

using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Keeps the outbox within its limits, in one transaction. First goes what is not an alert's; then revisions of an alert that lie between
/// its first and its last, which say what the last one says too; and only then alerts, whole ones, so that none is left half told: the
/// least urgent first, and of those the oldest.
/// </summary>
internal sealed class OutboxTrim(SqliteConnection connection, SqliteTransaction transaction)
{
    private const string Size = "octet_length(payload) + octet_length(topic)";

    /// <summary>Once over the limit, so much of it is made free as well, so that this is not done for every single message.</summary>
    private const double Slack = 0.05;

    private long _messages, _bytes;

    public static int Age(SqliteConnection connection, SqliteTransaction transaction, TimeSpan waited)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE outbox SET waited_seconds = waited_seconds + $waited";
        command.Add("$waited", (long)waited.TotalSeconds);
        return command.ExecuteNonQuery();
    }

    public OutboxLoss Run(long maxBytes, TimeSpan maxAge)
    {
        long alerts = 0;
        Delete("alert_id IS NULL AND waited_seconds > $age", ("$age", (long)maxAge.TotalSeconds));
        foreach (string old in Alerts("SELECT alert_id FROM outbox GROUP BY alert_id HAVING min(waited_seconds) > $age", ("$age", (long)maxAge.TotalSeconds)))
        {
            Delete("alert_id = $alert", ("$alert", old));
            alerts++;
        }

        long left = Left();
        if (left <= maxBytes) return new OutboxLoss(alerts, _messages, _bytes);
        long enough = (long)(maxBytes * (1 - Slack));
        left -= Delete("alert_id IS NULL");
        if (left > enough) left -= Delete(
            """
            alert_id IS NOT NULL AND id NOT IN (SELECT min(id) FROM outbox WHERE alert_id IS NOT NULL GROUP BY alert_id)
                AND id NOT IN (SELECT max(id) FROM outbox WHERE alert_id IS NOT NULL GROUP BY alert_id)
            """);
        if (left <= enough) return new OutboxLoss(alerts, _messages, _bytes);
        foreach (string victim in Alerts("SELECT alert_id FROM outbox WHERE alert_id IS NOT NULL GROUP BY alert_id ORDER BY max(priority), min(id)"))
        {
            left -= Delete("alert_id = $alert", ("$alert", victim));
            alerts++;
            if (left <= enough) break;
        }
        return new OutboxLoss(alerts, _messages, _bytes);
    }

    /// <returns>Bytes deleted.</returns>
    private long Delete(string where, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command($"DELETE FROM outbox WHERE {where} RETURNING {Size}", parameters);
        using SqliteDataReader row = command.ExecuteReader();
        long bytes = 0;
        while (row.Read())
        {
            bytes += row.GetInt64(0);
            _messages++;
        }
        _bytes += bytes;
        return bytes;
    }

    private List<string> Alerts(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader row = command.ExecuteReader();
        var ids = new List<string>();
        while (row.Read())
        {
            if (!row.IsDBNull(0)) ids.Add(row.GetString(0));
        }
        return ids;
    }

    private long Left()
    {
        using SqliteCommand command = Command($"SELECT coalesce(sum({Size}), 0) FROM outbox", []);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach ((string name, object value) in parameters) command.Add(name, value);
        return command;
    }
}

using System.Text.Json;
using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Alerts, one row each holding the newest revision.</summary>
internal static class AlertTable
{
    public const string Columns =
        "id, revision, channel, wearer, kind, priority, state, started_ticks, ended_ticks, start_index, end_index, score, threshold, " +
        "beats, anomalous_beats, classes, heart_rate_bpm, pack, pack_version, acknowledged_ticks, message, learning, snoozed";

    private const string Filtered =
        $"""
        SELECT {Columns} FROM alerts
        WHERE ($channel IS NULL OR channel = $channel) AND ($kind IS NULL OR kind = $kind) AND ($state IS NULL OR state = $state)
            AND ($snoozed IS NULL OR snoozed = $snoozed)
            AND ($before IS NULL OR (run, id) < (SELECT run, id FROM alerts WHERE id = $before))
        ORDER BY run DESC, id DESC LIMIT $limit
        """;

    public static Alert? Find(SqliteConnection connection, SqliteTransaction? transaction, Guid id)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {Columns} FROM alerts WHERE id = $id";
        command.Add("$id", id);
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? Read(row) : null;
    }

    /// <summary>Alerts that have not been cleared, oldest first.</summary>
    public static List<Alert> Open(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {Columns} FROM alerts WHERE state <> $cleared ORDER BY run, id";
        command.Add("$cleared", (int)AlertState.Cleared);
        return ReadAll(command);
    }

    /// <summary>Alerts of one run of the agent, in the order in which they were raised.</summary>
    public static List<Alert> OfRun(SqliteConnection connection, SqliteTransaction transaction, long run)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {Columns} FROM alerts WHERE run = $run ORDER BY id";
        command.Add("$run", run);
        return ReadAll(command);
    }

    public static Page<Alert> List(SqliteConnection connection, AlertQuery query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Filtered;
        command.Add("$channel", query.Channel);
        command.Add("$kind", query.Kind);
        command.Add("$state", (int?)query.State);
        command.Add("$snoozed", query.Snoozed);
        command.Add("$before", query.Before);
        command.Add("$limit", query.Limit + 1);
        return Page<Alert>.Of(ReadAll(command), query.Limit, alert => SqliteColumns.Text(alert.Id));
    }

    private static List<Alert> ReadAll(SqliteCommand command)
    {
        using SqliteDataReader row = command.ExecuteReader();
        var alerts = new List<Alert>();
        while (row.Read()) alerts.Add(Read(row));
        return alerts;
    }

    private static Alert Read(SqliteDataReader row) => new()
    {
        Id = row.Id(0),
        Revision = row.GetInt32(1),
        Channel = row.GetString(2),
        Wearer = row.GetString(3),
        Kind = row.GetString(4),
        Priority = (AlertPriority)row.GetInt32(5),
        State = (AlertState)row.GetInt32(6),
        StartedAt = row.Time(7),
        EndedAt = row.TimeOrNull(8),
        StartIndex = row.GetInt64(9),
        EndIndex = row.LongOrNull(10),
        Score = row.RealOrNaN(11),
        Threshold = row.RealOrNaN(12),
        Beats = row.GetInt32(13),
        AnomalousBeats = row.GetInt32(14),
        Classes = JsonSerializer.Deserialize(row.GetString(15), AlertJson.Default.IReadOnlyDictionaryStringInt32)!,
        HeartRateBpm = row.RealOrNull(16),
        Pack = row.GetString(17),
        PackVersion = row.GetString(18),
        AcknowledgedAt = row.TimeOrNull(19),
        Message = row.GetString(20),
        Learning = row.GetBoolean(21),
        Snoozed = row.GetBoolean(22),
    };
}

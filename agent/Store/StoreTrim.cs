using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Deletes what is too old or too much, a little at a time. Freed pages stay in the file and are used again: it stops growing rather than
/// shrinks, which costs no extra writing (SD cards) and suits files made before there was a limit.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class StoreTrim(StoreFile file)
{
    // Each a few milliseconds on an SD card.
    private const int RowsPerStep = 500, StripsPerStep = 10, AlertsPerStep = 50;

    // Rows lie in the order in which they came. The first younger one ends it: a row dated into the future by a wrong clock holds up those
    // behind it until the limit of bytes reaches it. The newest row stays (see BeatTable).
    private const string OldBeats =
        """
        DELETE FROM beats WHERE id < (SELECT coalesce(min(CASE WHEN at_ticks >= $before THEN id END), max(id))
            FROM (SELECT id, at_ticks FROM beats ORDER BY id LIMIT $most + 1))
        """;

    private const string OldMinutes =
        """
        DELETE FROM minutes WHERE id < (SELECT coalesce(min(CASE WHEN at_ticks >= $before THEN id END), max(id))
            FROM (SELECT id, at_ticks FROM minutes ORDER BY id LIMIT $most + 1))
        """;

    private const string OldStrips =
        "DELETE FROM strips WHERE rowid IN (SELECT rowid FROM (SELECT rowid, at_ticks FROM strips ORDER BY rowid LIMIT $most) WHERE at_ticks < $before)";

    private const string OldAlerts =
        """
        DELETE FROM alerts WHERE id IN (
            SELECT id FROM alerts WHERE started_ticks < $before AND (state = $cleared OR run < $run)
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE alert_id = alerts.id)
            ORDER BY run, id LIMIT $most)
        """;

    /// <param name="run">Number of this run: its alerts may still change until they are cleared.</param>
    /// <param name="notBefore">What is older goes; null to leave age aside.</param>
    /// <param name="maxBytes">Bytes in use beyond which the oldest goes.</param>
    public Trimmed Step(long run, DateTimeOffset? notBefore, long maxBytes)
    {
        if (notBefore is { } before && IsAnyOlder(run, before)) return DeleteBefore(run, before.UtcTicks);
        return BytesUsed() > maxBytes ? DeleteOldest(run) : default;
    }

    public long BytesUsed() => file.Read(connection =>
        (EcgStore.ReadNumber(connection, "PRAGMA page_count") - EcgStore.ReadNumber(connection, "PRAGMA freelist_count"))
        * EcgStore.ReadNumber(connection, "PRAGMA page_size"));

    /// <summary>Looks without holding up those who write.</summary>
    private bool IsAnyOlder(long run, DateTimeOffset before) => file.Read(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT at_ticks FROM beats WHERE id < (SELECT max(id) FROM beats) ORDER BY id LIMIT 1) < $before
                OR (SELECT at_ticks FROM minutes WHERE id < (SELECT max(id) FROM minutes) ORDER BY id LIMIT 1) < $before
                OR (SELECT at_ticks FROM strips ORDER BY rowid LIMIT 1) < $before
                OR EXISTS (SELECT 1 FROM alerts WHERE started_ticks < $before AND (state = $cleared OR run < $run)
                    AND NOT EXISTS (SELECT 1 FROM outbox WHERE alert_id = alerts.id))
            """;
        Bind(command, run, before.UtcTicks);
        return command.ExecuteScalar() is 1L;
    });

    private Trimmed DeleteBefore(long run, long ticks) => file.Write((connection, transaction) =>
    {
        long beats = Delete(connection, transaction, run, OldBeats, ticks, RowsPerStep);
        long others = Delete(connection, transaction, run, OldMinutes, ticks, RowsPerStep) + Delete(connection, transaction, run, OldStrips, ticks, StripsPerStep);
        return new Trimmed(beats, Delete(connection, transaction, run, OldAlerts, ticks, AlertsPerStep), others);
    });

    private Trimmed DeleteOldest(long run) => file.Write((connection, transaction) =>
    {
        // Between beats and strips, the older goes.
        bool beatsFirst = EcgStore.ReadNumber(connection,
            """
            SELECT coalesce((SELECT at_ticks FROM beats ORDER BY id LIMIT 1), 9223372036854775807)
                <= coalesce((SELECT at_ticks FROM strips ORDER BY rowid LIMIT 1), 9223372036854775807)
            """) == 1;
        if (beatsFirst && Delete(connection, transaction, run, OldBeats, long.MaxValue, RowsPerStep) is > 0 and var beats) return new Trimmed(beats, 0, 0);
        if (Delete(connection, transaction, run, OldStrips, long.MaxValue, StripsPerStep) is > 0 and var strips) return new Trimmed(0, 0, strips);
        if (Delete(connection, transaction, run, OldBeats, long.MaxValue, RowsPerStep) is > 0 and var last) return new Trimmed(last, 0, 0);
        if (Delete(connection, transaction, run, OldMinutes, long.MaxValue, RowsPerStep) is > 0 and var minutes) return new Trimmed(0, 0, minutes);
        return new Trimmed(0, Delete(connection, transaction, run, OldAlerts, long.MaxValue, AlertsPerStep), 0);
    });

    private static int Delete(SqliteConnection connection, SqliteTransaction transaction, long run, string sql, long before, int most)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        Bind(command, run, before);
        command.Add("$most", most);
        return command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, long run, long before)
    {
        command.Add("$before", before);
        command.Add("$cleared", (int)AlertState.Cleared);
        command.Add("$run", run);
    }
}

/// <summary>How many rows were deleted.</summary>
internal readonly record struct Trimmed(long Beats, long Alerts, long Others);

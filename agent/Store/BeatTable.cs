using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// Beats. They are deleted from the oldest on and the newest one stays, so that ids are consecutive, never used twice, and tell their number.
/// </summary>
internal static class BeatTable
{
    private const string Select =
        "SELECT id, channel, at_ticks, start_index, end_index, rr_ms, class, probability, score, threshold, anomalous, quality FROM beats ";

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, IEnumerable<BeatRow> beats)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT INTO beats (channel, at_ticks, start_index, end_index, rr_ms, class, probability, score, threshold, anomalous, quality)
            VALUES ($channel, $at, $start, $end, $rr, $class, $probability, $score, $threshold, $anomalous, $quality)
            """;
        foreach (BeatRow beat in beats)
        {
            command.Parameters.Clear();
            command.Add("$channel", beat.Channel);
            command.Add("$at", beat.At);
            command.Add("$start", beat.Index);
            command.Add("$end", beat.EndIndex);
            command.Add("$rr", beat.RrMs);
            command.Add("$class", beat.Class);
            command.Add("$probability", beat.Probability);
            command.Add("$score", beat.Score);
            command.Add("$threshold", beat.Threshold);
            command.Add("$anomalous", beat.Anomalous);
            command.Add("$quality", beat.Quality);
            command.ExecuteNonQuery();
        }
    }

    public static long Count(SqliteConnection connection) =>
        EcgStore.ReadNumber(connection, "SELECT coalesce((SELECT max(id) FROM beats) - (SELECT min(id) FROM beats) + 1, 0)");

    public static Page<BeatRow> List(SqliteConnection connection, string? channel, int limit, long? before)
    {
        using SqliteCommand command = connection.CreateCommand();
        // Two statements, so that SQLite can walk the channel's own index.
        command.CommandText = Select + (channel is null
            ? "WHERE id < $before ORDER BY id DESC LIMIT $limit"
            : "WHERE channel = $channel AND id < $before ORDER BY id DESC LIMIT $limit");
        if (channel is not null) command.Add("$channel", channel);
        command.Add("$before", before ?? long.MaxValue);
        command.Add("$limit", limit + 1);
        using SqliteDataReader row = command.ExecuteReader();
        var beats = new List<BeatRow>();
        while (row.Read()) beats.Add(Read(row));
        return Page<BeatRow>.Of(beats, limit, beat => beat.Id.ToString(CultureInfo.InvariantCulture));
    }

    private static BeatRow Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.Time(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.RealOrNaN(5),
        row.GetString(6),
        row.RealOrNaN(7),
        row.RealOrNaN(8),
        row.RealOrNaN(9),
        row.GetBoolean(10),
        row.RealOrNaN(11));
}

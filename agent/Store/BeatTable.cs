using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Beats, newest kept, oldest deleted when there are too many.</summary>
internal static class BeatTable
{
    private const string Select =
        "SELECT id, channel, at_ticks, start_index, end_index, rr_ms, class, probability, score, threshold, anomalous, quality FROM beats ";

    /// <summary>Oldest beats deleted in one transaction, on top of those just added: a lowered limit must not stall the writer.</summary>
    private const int MaxDeleted = 20_000;

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<BeatRow> beats)
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

    /// <summary>
    /// Once <paramref name="count"/>, the beats there are now, exceeds <paramref name="max"/>, deletes down to one per cent below it, so
    /// that this happens rarely. <paramref name="added"/> of them were just added.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public static int DeleteOldest(SqliteConnection connection, SqliteTransaction transaction, long count, int added, int max)
    {
        if (count <= max) return 0;
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM beats WHERE id IN (SELECT id FROM beats ORDER BY id LIMIT $excess)";
        command.Add("$excess", Math.Min(count - max + max / 100, added + MaxDeleted));
        return command.ExecuteNonQuery();
    }

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

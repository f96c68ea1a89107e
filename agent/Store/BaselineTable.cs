using EcgEdge.Agent.Pipeline;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>What is usual for each wearer on a channel, by pack.</summary>
internal static class BaselineTable
{
    public static void Save(
        SqliteConnection connection, SqliteTransaction transaction, string wearer, string channel, BaselineSnapshot snapshot,
        DateTimeOffset? since, DateTimeOffset storedAt)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT OR REPLACE INTO baselines (wearer, channel, pack, pack_version, sample_rate_hz, since_ticks, stored_ticks, snapshot)
            VALUES ($wearer, $channel, $pack, $version, $rate, $since, $stored, $snapshot)
            """;
        command.Add("$wearer", wearer);
        command.Add("$channel", channel);
        command.Add("$pack", snapshot.Pack);
        command.Add("$version", snapshot.PackVersion);
        command.Add("$rate", snapshot.SampleRateHz);
        command.Add("$since", since);
        command.Add("$stored", storedAt);
        command.Add("$snapshot", snapshot.Data);
        command.ExecuteNonQuery();
    }

    public static BaselineSnapshot? Find(SqliteConnection connection, string wearer, string channel, string pack)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT pack_version, sample_rate_hz, since_ticks, snapshot FROM baselines WHERE wearer = $wearer AND channel = $channel AND pack = $pack";
        command.Add("$wearer", wearer);
        command.Add("$channel", channel);
        command.Add("$pack", pack);
        using SqliteDataReader row = command.ExecuteReader();
        if (!row.Read()) return null;
        BaselineOrigin? origin = row.TimeOrNull(2) is { } since ? new BaselineOrigin(since, IsRecalled: true) : null;
        return new BaselineSnapshot(pack, row.GetString(0), row.GetDouble(1), origin, row.GetFieldValue<byte[]>(3));
    }

    /// <summary>Deletes those of a channel; null for the wearer or the pack means every one.</summary>
    /// <returns>How many there were.</returns>
    public static int Forget(SqliteConnection connection, SqliteTransaction transaction, string channel, string? wearer, string? pack)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "DELETE FROM baselines WHERE channel = $channel AND ($wearer IS NULL OR wearer = $wearer) AND ($pack IS NULL OR pack = $pack)";
        command.Add("$channel", channel);
        command.Add("$wearer", wearer);
        command.Add("$pack", pack);
        return command.ExecuteNonQuery();
    }
}

using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Kinds of alert that people are spared for a while, kept over restarts. May be used from any thread.</summary>
public sealed class SnoozeTable
{
    private readonly StoreFile _file;

    internal SnoozeTable(StoreFile file) => _file = file;

    /// <summary>Everything stored, ended or not.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public IReadOnlyList<Snooze> List() => _file.Read(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT channel, kind, since_ticks, until_ticks FROM snoozes ORDER BY channel, kind";
        using SqliteDataReader row = command.ExecuteReader();
        var snoozes = new List<Snooze>();
        while (row.Read()) snoozes.Add(new Snooze(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3)));
        return snoozes;
    });

    /// <summary>Saves a snooze in the place of an earlier one of that channel and kind.</summary>
    /// <exception cref="StoreException">The database cannot be written.</exception>
    public void Save(Snooze snooze) => Execute(
        "INSERT OR REPLACE INTO snoozes (channel, kind, since_ticks, until_ticks) VALUES ($channel, $kind, $since, $until)", snooze);

    /// <summary>Forgets a snooze, unless another one of that channel and kind has taken its place.</summary>
    /// <exception cref="StoreException">The database cannot be written.</exception>
    public void Delete(Snooze snooze) => Execute("DELETE FROM snoozes WHERE channel = $channel AND kind = $kind AND until_ticks = $until", snooze);

    private void Execute(string sql, Snooze snooze) => _file.Write((connection, transaction) =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Add("$channel", snooze.Channel);
        command.Add("$kind", snooze.Kind);
        command.Add("$since", snooze.Since);
        command.Add("$until", snooze.Until);
        return command.ExecuteNonQuery();
    });
}

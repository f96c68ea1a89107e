using System.Text.Json;
using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Writes alerts within one transaction; its statements are compiled once for all of them.</summary>
internal sealed class AlertUpsert : IDisposable
{
    // An upsert, not INSERT OR REPLACE: that deletes the old row first, and the strip with it.
    private const string Upsert =
        $"""
        INSERT INTO alerts ({AlertTable.Columns}, run) VALUES ($id, $revision, $channel, $wearer, $kind, $priority, $state, $started, $ended,
            $startIndex, $endIndex, $score, $threshold, $beats, $anomalous, $classes, $heartRate, $pack, $packVersion, $acknowledged, $message,
            $learning, $snoozed, $run)
        ON CONFLICT (id) DO UPDATE SET
            revision = excluded.revision, channel = excluded.channel, wearer = excluded.wearer, kind = excluded.kind, priority =
            excluded.priority, state = excluded.state, started_ticks = excluded.started_ticks, ended_ticks = excluded.ended_ticks,
            start_index = excluded.start_index, end_index = excluded.end_index, score = excluded.score, threshold =
            excluded.threshold, beats = excluded.beats, anomalous_beats = excluded.anomalous_beats, classes = excluded.classes,
            heart_rate_bpm = excluded.heart_rate_bpm, pack = excluded.pack, pack_version = excluded.pack_version, acknowledged_ticks
            = excluded.acknowledged_ticks, message = excluded.message, learning = excluded.learning, snoozed = excluded.snoozed
        """;

    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;
    private readonly long _run;

    /// <param name="connection">The writing connection.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="run">The run of the agent that new alerts are of; one that is there stays with its own.</param>
    public AlertUpsert(SqliteConnection connection, SqliteTransaction transaction, long run)
    {
        _run = run;
        _read = connection.CreateCommand();
        _read.Transaction = transaction;
        _read.CommandText = "SELECT revision, acknowledged_ticks, snoozed FROM alerts WHERE id = $id";
        _write = connection.CreateCommand();
        _write.Transaction = transaction;
        _write.CommandText = Upsert;
    }

    /// <summary>
    /// Gives the alert the revision that follows the stored one, keeps an acknowledgement the stored one has and whether it is snoozed,
    /// and writes it.
    /// </summary>
    /// <returns>The alert as written, and whether it is a new one.</returns>
    public (Alert Saved, bool IsNew) Save(Alert alert)
    {
        (int stored, DateTimeOffset? acknowledged, bool isSnoozed) = ReadStored(alert.Id);
        Alert saved = alert with
        {
            Revision = stored + 1,
            AcknowledgedAt = acknowledged ?? alert.AcknowledgedAt,
            Snoozed = stored == 0 ? alert.Snoozed : isSnoozed,
        };
        Write(saved);
        return (saved, stored == 0);
    }

    /// <summary>Writes a stored alert that was snoozed as one that people are told of now: raised, whatever has come before.</summary>
    public Alert Announce(Alert stored)
    {
        Alert told = stored with { Revision = stored.Revision + 1, State = AlertState.Raised, Snoozed = false };
        Write(told);
        return told;
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    private (int Revision, DateTimeOffset? AcknowledgedAt, bool Snoozed) ReadStored(Guid id)
    {
        _read.Parameters.Clear();
        _read.Add("$id", id);
        using SqliteDataReader row = _read.ExecuteReader();
        return row.Read() ? (row.GetInt32(0), row.TimeOrNull(1), row.GetBoolean(2)) : (0, null, false);
    }

    private void Write(Alert alert)
    {
        _write.Parameters.Clear();
        _write.Add("$id", alert.Id);
        _write.Add("$revision", alert.Revision);
        _write.Add("$channel", alert.Channel);
        _write.Add("$wearer", alert.Wearer);
        _write.Add("$kind", alert.Kind);
        _write.Add("$priority", (int)alert.Priority);
        _write.Add("$state", (int)alert.State);
        _write.Add("$started", alert.StartedAt);
        _write.Add("$ended", alert.EndedAt);
        _write.Add("$startIndex", alert.StartIndex);
        _write.Add("$endIndex", alert.EndIndex);
        _write.Add("$score", alert.Score);
        _write.Add("$threshold", alert.Threshold);
        _write.Add("$beats", alert.Beats);
        _write.Add("$anomalous", alert.AnomalousBeats);
        _write.Add("$classes", JsonSerializer.Serialize(alert.Classes, AlertJson.Default.IReadOnlyDictionaryStringInt32));
        _write.Add("$heartRate", alert.HeartRateBpm);
        _write.Add("$pack", alert.Pack);
        _write.Add("$packVersion", alert.PackVersion);
        _write.Add("$acknowledged", alert.AcknowledgedAt);
        _write.Add("$message", alert.Message);
        _write.Add("$learning", alert.Learning);
        _write.Add("$snoozed", alert.Snoozed);
        _write.Add("$run", _run);
        _write.ExecuteNonQuery();
    }
}

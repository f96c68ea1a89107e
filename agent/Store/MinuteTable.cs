using System.Globalization;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Summaries of minutes, one row for what one run of the agent saw of a minute.</summary>
internal static class MinuteTable
{
    private const string Columns =
        "channel, at_ticks, seconds, heart_rate_min_bpm, heart_rate_mean_bpm, heart_rate_max_bpm, heart_rate_seconds, rr_mean_ms, rr_intervals, " +
        "sdnn_ms, rmssd_ms, pnn50_percent, beats, anomalous_beats, classes, quality, leads_off_seconds, gap_seconds";

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, IEnumerable<MinuteSummary> minutes)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"""
            INSERT INTO minutes ({Columns}) VALUES ($channel, $at, $seconds, $rateMin, $rateMean, $rateMax, $rateSeconds, $rr, $intervals,
                $sdnn, $rmssd, $pnn50, $beats, $anomalous, $classes, $quality, $leadsOff, $gap)
            """;
        foreach (MinuteSummary minute in minutes)
        {
            command.Parameters.Clear();
            command.Add("$channel", minute.Channel);
            command.Add("$at", minute.At);
            command.Add("$seconds", minute.Seconds);
            command.Add("$rateMin", minute.HeartRateMinBpm);
            command.Add("$rateMean", minute.HeartRateMeanBpm);
            command.Add("$rateMax", minute.HeartRateMaxBpm);
            command.Add("$rateSeconds", minute.HeartRateSeconds);
            command.Add("$rr", minute.RrMeanMs);
            command.Add("$intervals", minute.RrIntervals);
            command.Add("$sdnn", minute.SdnnMs);
            command.Add("$rmssd", minute.RmssdMs);
            command.Add("$pnn50", minute.Pnn50Percent);
            command.Add("$beats", minute.Beats);
            command.Add("$anomalous", minute.AnomalousBeats);
            command.Add("$classes", JsonSerializer.Serialize(minute.Classes, AlertJson.Default.IReadOnlyDictionaryStringInt32));
            command.Add("$quality", minute.SignalQuality);
            command.Add("$leadsOff", minute.LeadsOffSeconds);
            command.Add("$gap", minute.GapSeconds);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Minutes of a channel, newest first, each once: what several runs saw of one is joined.</summary>
    public static Page<MinuteSummary> List(SqliteConnection connection, string channel, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {Columns} FROM minutes WHERE channel = $channel AND at_ticks >= $from AND at_ticks < $to ORDER BY at_ticks DESC, id DESC";
        command.Add("$channel", channel);
        command.Add("$from", StartOf(from, roundUp: true));
        command.Add("$to", StartOf(to, roundUp: true));
        using SqliteDataReader row = command.ExecuteReader();
        var minutes = new List<MinuteSummary>();
        // One more than asked for tells whether another page follows.
        while (minutes.Count <= limit && row.Read())
        {
            MinuteSummary minute = Read(row);
            if (minutes.Count > 0 && minutes[^1].At == minute.At) minutes[^1] = minute.Join(minutes[^1]);
            else minutes.Add(minute);
        }

        return Page<MinuteSummary>.Of(minutes, limit, minute => minute.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>The start of the minute a time lies in, or of the one after it unless it is a start itself.</summary>
    private static DateTimeOffset StartOf(DateTimeOffset time, bool roundUp = false)
    {
        long past = time.UtcTicks % TimeSpan.TicksPerMinute;
        long added = roundUp && past > 0 && time.UtcTicks < DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerMinute ? TimeSpan.TicksPerMinute : 0;
        return new DateTimeOffset(time.UtcTicks - past + added, TimeSpan.Zero);
    }

    private static MinuteSummary Read(SqliteDataReader row) => new()
    {
        Channel = row.GetString(0),
        At = StartOf(row.Time(1)),
        Seconds = row.GetInt32(2),
        HeartRateMinBpm = row.RealOrNull(3),
        HeartRateMeanBpm = row.RealOrNull(4),
        HeartRateMaxBpm = row.RealOrNull(5),
        HeartRateSeconds = row.GetInt32(6),
        RrMeanMs = row.RealOrNull(7),
        RrIntervals = row.GetInt32(8),
        SdnnMs = row.RealOrNull(9),
        RmssdMs = row.RealOrNull(10),
        Pnn50Percent = row.RealOrNull(11),
        Beats = row.GetInt32(12),
        AnomalousBeats = row.GetInt32(13),
        Classes = JsonSerializer.Deserialize(row.GetString(14), AlertJson.Default.IReadOnlyDictionaryStringInt32)!,
        SignalQuality = row.RealOrNull(15),
        LeadsOffSeconds = row.GetInt32(16),
        GapSeconds = row.GetDouble(17),
    };
}

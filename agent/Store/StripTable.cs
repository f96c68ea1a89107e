using System.Buffers.Binary;
using System.Text.Json;
using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>The signal around an alert: millivolts as float32, little endian, with every bit of a NaN.</summary>
internal static class StripTable
{
    public static void Save(SqliteConnection connection, SqliteTransaction transaction, Strip strip)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT OR REPLACE INTO strips (alert_id, channel, sample_rate_hz, first_index, at_ticks, millivolts, beats)
            VALUES ($alert, $channel, $rate, $first, $at, $millivolts, $beats)
            """;
        command.Add("$alert", strip.AlertId);
        command.Add("$channel", strip.Channel);
        command.Add("$rate", strip.SampleRateHz);
        command.Add("$first", strip.FirstIndex);
        command.Add("$at", strip.At);
        command.Add("$millivolts", ToBytes(strip.Millivolts));
        command.Add("$beats", JsonSerializer.Serialize(strip.Beats, AlertJson.Default.IReadOnlyListStripBeat));
        command.ExecuteNonQuery();
    }

    public static Strip? Find(SqliteConnection connection, Guid alertId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT channel, sample_rate_hz, first_index, at_ticks, millivolts, beats FROM strips WHERE alert_id = $alert";
        command.Add("$alert", alertId);
        using SqliteDataReader row = command.ExecuteReader();
        if (!row.Read()) return null;
        return new Strip
        {
            AlertId = alertId,
            Channel = row.GetString(0),
            SampleRateHz = row.GetDouble(1),
            FirstIndex = row.GetInt64(2),
            At = row.Time(3),
            Millivolts = ToFloats(row.GetFieldValue<byte[]>(4)),
            Beats = JsonSerializer.Deserialize(row.GetString(5), AlertJson.Default.IReadOnlyListStripBeat)!,
        };
    }

    // By way of the bits: a signalling NaN would not survive a float assignment on every processor.
    private static byte[] ToBytes(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(float)), BitConverter.SingleToInt32Bits(values[i]));
        return bytes;
    }

    private static float[] ToFloats(byte[] bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(float))));
        return values;
    }
}

using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>How our values are written to and read from SQLite's five types.</summary>
internal static class SqliteColumns
{
    /// <summary>Adds a parameter; null becomes NULL, and so does NaN, which SQLite does not know.</summary>
    public static void Add(this SqliteCommand command, string name, object? value) => command.Parameters.AddWithValue(name, value switch
    {
        null or double.NaN => DBNull.Value,
        Guid id => Text(id),
        DateTimeOffset time => time.UtcTicks,
        bool flag => flag ? 1L : 0L,
        _ => value,
    });

    /// <summary>Lower-case text: for UUIDv7 its order is the order of time.</summary>
    public static string Text(Guid id) => id.ToString("D");

    public static Guid Id(this SqliteDataReader row, int column) => Guid.ParseExact(row.GetString(column), "D");

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static long? LongOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static double? RealOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static double RealOrNaN(this SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}

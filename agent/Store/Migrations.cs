using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// The schema as a row of numbered steps. Step n brings a file from version n-1 to n (<c>PRAGMA user_version</c>); a step that has been
/// released is never changed, a new one is appended. Times are UTC in .NET ticks (100 ns since the year 1), so that they come back exactly;
/// in SQLite: <c>datetime(ticks / 10000000 - 62135596800, 'unixepoch')</c>.
/// </summary>
internal static class Migrations
{
    /// <summary>"ECGE": tells our file from any other SQLite database.</summary>
    public const int ApplicationId = 0x45434745;

    private static readonly string[] s_steps =
    [
        // Alert ids are UUIDv7 as text: their order is the order in which they were raised. REAL columns may be NULL: SQLite has no NaN.
        // AUTOINCREMENT in the outbox: an id must not come back after the table was empty, readers keep it as their position.
        """
        CREATE TABLE alerts (
            id TEXT NOT NULL PRIMARY KEY,
            revision INTEGER NOT NULL,
            channel TEXT NOT NULL,
            wearer TEXT NOT NULL,
            kind TEXT NOT NULL,
            priority INTEGER NOT NULL,
            state INTEGER NOT NULL,
            started_ticks INTEGER NOT NULL,
            ended_ticks INTEGER,
            start_index INTEGER NOT NULL,
            end_index INTEGER,
            score REAL,
            threshold REAL,
            beats INTEGER NOT NULL,
            anomalous_beats INTEGER NOT NULL,
            classes TEXT NOT NULL,
            heart_rate_bpm REAL,
            pack TEXT NOT NULL,
            pack_version TEXT NOT NULL,
            acknowledged_ticks INTEGER,
            message TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE strips (
            alert_id TEXT NOT NULL PRIMARY KEY REFERENCES alerts(id) ON DELETE CASCADE,
            channel TEXT NOT NULL,
            sample_rate_hz REAL NOT NULL,
            first_index INTEGER NOT NULL,
            at_ticks INTEGER NOT NULL,
            millivolts BLOB NOT NULL,
            beats TEXT NOT NULL
        );
        CREATE TABLE beats (
            id INTEGER NOT NULL PRIMARY KEY,
            channel TEXT NOT NULL,
            at_ticks INTEGER NOT NULL,
            start_index INTEGER NOT NULL,
            end_index INTEGER NOT NULL,
            rr_ms REAL,
            class TEXT NOT NULL,
            probability REAL,
            score REAL,
            threshold REAL,
            anomalous INTEGER NOT NULL,
            quality REAL
        );
        CREATE INDEX beats_by_channel ON beats(channel);
        CREATE TABLE outbox (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            payload BLOB NOT NULL,
            qos INTEGER NOT NULL,
            retain INTEGER NOT NULL
        );
        """,
    ];

    /// <summary>Version this program writes.</summary>
    public static int Newest => s_steps.Length;

    /// <summary>Refuses a file that this program does not know.</summary>
    /// <returns>Its version; 0 for an empty one.</returns>
    /// <exception cref="StoreException">The file was written by a newer program, or it is another program's database.</exception>
    public static int Check(SqliteConnection connection, string path)
    {
        int application = ReadPragma(connection, "PRAGMA application_id");
        int version = ReadPragma(connection, "PRAGMA user_version");
        bool empty = application == 0 && version == 0 && ReadPragma(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && application != ApplicationId)
            throw new StoreException($"{path}: a SQLite database, but not one of EcgEdge; move it away or choose another Storage:Directory.");
        if (version > Newest)
            throw new StoreException($"{path}: written by a newer EcgEdge (schema {version}, this program knows up to {Newest}); update EcgEdge or choose another Storage:Directory.");
        return version;
    }

    /// <summary>Brings the file up to <see cref="Newest"/>, each step in a transaction of its own.</summary>
    /// <exception cref="StoreException">The file was written by a newer program, or it is another program's database.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        int version = Check(connection, path);
        for (int next = version + 1; next <= Newest; next++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = s_steps[next - 1] + string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static int ReadPragma(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}

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
        // Which alert a message tells of: that one stays until the message is out.
        """
        ALTER TABLE outbox ADD COLUMN alert_id TEXT;
        UPDATE outbox SET alert_id = json_extract(CAST(payload AS TEXT), '$.id') WHERE json_valid(CAST(payload AS TEXT));
        CREATE INDEX outbox_by_alert ON outbox(alert_id) WHERE alert_id IS NOT NULL;
        """,
        // Snoozed kinds of alert; what of a full outbox is given up first.
        """
        ALTER TABLE alerts ADD COLUMN learning INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE alerts ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE snoozes (
            channel TEXT NOT NULL,
            kind TEXT NOT NULL,
            since_ticks INTEGER NOT NULL,
            until_ticks INTEGER NOT NULL,
            PRIMARY KEY (channel, kind)
        ) WITHOUT ROWID;
        ALTER TABLE outbox ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
        ALTER TABLE outbox ADD COLUMN waited_seconds INTEGER NOT NULL DEFAULT 0;
        """,
        // Runs of the agent, counted from 1; 0 for what was stored before they were. Their order is certain where the clock was not.
        """
        ALTER TABLE alerts ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
        CREATE UNIQUE INDEX alerts_in_order ON alerts(run, id);
        """,
        // A row is what one run saw of one minute: the minute of a restart has two, which readers join.
        """
        CREATE TABLE minutes (
            id INTEGER NOT NULL PRIMARY KEY,
            channel TEXT NOT NULL,
            at_ticks INTEGER NOT NULL,
            seconds INTEGER NOT NULL,
            heart_rate_min_bpm REAL,
            heart_rate_mean_bpm REAL,
            heart_rate_max_bpm REAL,
            heart_rate_seconds INTEGER NOT NULL,
            rr_mean_ms REAL,
            rr_intervals INTEGER NOT NULL,
            sdnn_ms REAL,
            rmssd_ms REAL,
            pnn50_percent REAL,
            beats INTEGER NOT NULL,
            anomalous_beats INTEGER NOT NULL,
            classes TEXT NOT NULL,
            quality REAL,
            leads_off_seconds INTEGER NOT NULL,
            gap_seconds REAL NOT NULL
        );
        CREATE INDEX minutes_by_time ON minutes(channel, at_ticks);
        """,
        """
        CREATE TABLE baselines (
            wearer TEXT NOT NULL,
            channel TEXT NOT NULL,
            pack TEXT NOT NULL,
            pack_version TEXT NOT NULL,
            sample_rate_hz REAL NOT NULL,
            since_ticks INTEGER,
            stored_ticks INTEGER NOT NULL,
            snapshot BLOB NOT NULL,
            PRIMARY KEY (wearer, channel, pack)
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
            throw Unusable($"{path}: a SQLite database, but not one of EcgEdge; move it away or choose another Storage:Directory.");
        if (version > Newest)
            throw Unusable($"{path}: written by a newer EcgEdge (schema {version}, this program knows up to {Newest}); update EcgEdge or choose another Storage:Directory.");
        return version;
    }

    /// <summary>Brings the file up to <see cref="Newest"/>, each step in a transaction of its own.</summary>
    /// <exception cref="StoreException">The file was written by a newer program, or it is another program's database.</exception>
    public static void Apply(SqliteConnection connection, string path) => Apply(connection, path, Newest);

    internal static void Apply(SqliteConnection connection, string path, int upTo)
    {
        int version = Check(connection, path);
        for (int next = version + 1; next <= upTo; next++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = s_steps[next - 1] + string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static StoreException Unusable(string message) => new(message, failure: StoreFailure.Unusable);

    private static int ReadPragma(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}

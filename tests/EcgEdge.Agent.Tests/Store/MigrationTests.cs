using System.Globalization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Tests.Store;

/// <summary>Files written by every older schema, brought up to date.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Id = "019c1415-e1c0-7000-8000-000000000001";

    private readonly TempDirectory _directory = new();

    public static TheoryData<int> Between => [.. Enumerable.Range(2, Migrations.Newest - 2)];

    private string Database => _directory["ecgedge.db"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_of_the_first_schema_keeps_everything()
    {
        // As the first program wrote it, by its own SQL.
        Execute(Database, FirstSchema);
        Execute(Database, FirstRows);
        using (var store = EcgStore.Open(_directory.Path))
        {
            Assert.Equal(new StoreCounts(1, 2, 2), store.Count());
            Alert alert = store.FindAlert(Guid.Parse(Id))!;
            Assert.Equal(("chest", AlertState.Updated, 4), (alert.Channel, alert.State, alert.Revision));
            Assert.Equal(3, store.FindStrip(alert.Id)!.Millivolts.Length);
            Assert.Equal([2L, 1L], store.ListBeats().Items.Select(beat => beat.Id));
            Assert.Equal(["""{"id":"019c1415-e1c0-7000-8000-000000000001","revision":4}""", "no JSON"],
                store.Outbox.ReadFrom(0, 10).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Message.Payload)));

            // An alert of this run is newer than that one, whatever its id says.
            Alert next = store.SaveAlert(TestAlerts.Number(-100_000), TestAlerts.Message);
            Assert.Equal([next.Id, alert.Id], store.ListAlerts(new AlertQuery()).Items.Select(a => a.Id));
            Assert.Equal(5, store.SaveAlert(alert.Cleared(), TestAlerts.NoMessage).Revision);
            store.SaveBeats([TestAlerts.Beat(3)], [TestMinutes.Number(0)]);
            Assert.Equal(3, store.Count().Beats);
        }

        Assert.Equal([Migrations.Newest.ToString(CultureInfo.InvariantCulture), "0", Id, "wal"], Read("""
            SELECT user_version FROM pragma_user_version UNION ALL
            SELECT run FROM alerts WHERE id = '019c1415-e1c0-7000-8000-000000000001' UNION ALL
            SELECT alert_id FROM outbox WHERE alert_id IS NOT NULL AND id = 1 UNION ALL
            SELECT journal_mode FROM pragma_journal_mode
            """));
    }

    [Theory]
    [MemberData(nameof(Between))]
    public void A_file_of_every_schema_between_keeps_its_alerts(int version)
    {
        using (var connection = Open(Database)) Migrations.Apply(connection, Database, version);
        Execute(Database, FirstRows);
        using var store = EcgStore.Open(_directory.Path);
        Assert.Equal(new StoreCounts(1, 2, 2), store.Count());
        Assert.Equal(Id, store.ListAlerts(new AlertQuery()).Items.Single().Id.ToString());
        store.Baselines.Save("Ada", "chest", new BaselineSnapshot("aami", "1.0.0", 250, null, [1, 2, 3]));
        Assert.Equal([1, 2, 3], store.Baselines.Find("Ada", "chest", "aami")!.Data);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        Execute(Database, FirstSchema);
        Execute(Database, FirstRows);
        // In the way of the second step.
        Execute(Database, "CREATE TABLE outbox_by_alert (x)");
        var error = Assert.Throws<StoreException>(() => EcgStore.Open(_directory.Path));
        Assert.Contains("outbox_by_alert", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1", "5"], Read("SELECT user_version FROM pragma_user_version UNION ALL SELECT count(*) FROM pragma_table_info('outbox')"));
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(string file, string sql)
    {
        using var connection = Open(file);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<string> Read(string sql)
    {
        using var connection = Open(Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        var values = new List<string>();
        while (row.Read()) values.Add(row.GetString(0));
        return values;
    }

    private const string FirstSchema =
        """
        CREATE TABLE alerts (
            id TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, channel TEXT NOT NULL, wearer TEXT NOT NULL, kind TEXT NOT NULL,
            priority INTEGER NOT NULL, state INTEGER NOT NULL, started_ticks INTEGER NOT NULL, ended_ticks INTEGER, start_index INTEGER NOT NULL,
            end_index INTEGER, score REAL, threshold REAL, beats INTEGER NOT NULL, anomalous_beats INTEGER NOT NULL, classes TEXT NOT NULL,
            heart_rate_bpm REAL, pack TEXT NOT NULL, pack_version TEXT NOT NULL, acknowledged_ticks INTEGER, message TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE strips (
            alert_id TEXT NOT NULL PRIMARY KEY REFERENCES alerts(id) ON DELETE CASCADE, channel TEXT NOT NULL, sample_rate_hz REAL NOT NULL,
            first_index INTEGER NOT NULL, at_ticks INTEGER NOT NULL, millivolts BLOB NOT NULL, beats TEXT NOT NULL
        );
        CREATE TABLE beats (
            id INTEGER NOT NULL PRIMARY KEY, channel TEXT NOT NULL, at_ticks INTEGER NOT NULL, start_index INTEGER NOT NULL,
            end_index INTEGER NOT NULL, rr_ms REAL, class TEXT NOT NULL, probability REAL, score REAL, threshold REAL,
            anomalous INTEGER NOT NULL, quality REAL
        );
        CREATE INDEX beats_by_channel ON beats(channel);
        CREATE TABLE outbox (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, payload BLOB NOT NULL, qos INTEGER NOT NULL, retain INTEGER NOT NULL
        );
        PRAGMA application_id = 1162037061;
        PRAGMA user_version = 1;
        """;

    private const string FirstRows =
        $$"""
        INSERT INTO alerts (id, revision, channel, wearer, kind, priority, state, started_ticks, ended_ticks, start_index, end_index, score, threshold,
            beats, anomalous_beats, classes, heart_rate_bpm, pack, pack_version, acknowledged_ticks, message)
            VALUES ('{{Id}}', 4, 'chest', 'Ada', 'beat.anomaly', 2, 1, 639000000000000000, NULL, 1000, NULL, 2.5, 1.5, 9, 5, '{"V":5}',
            71.5, 'ecg5000', '1.0.0', NULL, 'Five of nine');
        INSERT INTO strips VALUES ('{{Id}}', 'chest', 250, 0, 639000000000000000, x'0000803F00000040000040C0', '[]');
        INSERT INTO beats VALUES (1, 'chest', 639000000000000000, 0, 200, 800, 'Normal', 0.9, 0.1, 1, 0, 1);
        INSERT INTO beats VALUES (2, 'chest', 639000000008000000, 200, 400, 800, 'Normal', 0.9, NULL, 1, 0, 1);
        INSERT INTO outbox (id, topic, payload, qos, retain) VALUES (1, 'ecgedge/pi/chest/alert', CAST('{"id":"{{Id}}","revision":4}' AS BLOB), 1, 0);
        INSERT INTO outbox (id, topic, payload, qos, retain) VALUES (2, 'other', CAST('no JSON' AS BLOB), 1, 0);
        """;
}

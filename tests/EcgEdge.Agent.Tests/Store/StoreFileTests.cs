using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Tests.Store;

public sealed class StoreFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Database => _directory["ecgedge.db"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_missing_directory_becomes_an_empty_store_of_the_newest_version()
    {
        string directory = _directory["deep/er"];
        using (var store = EcgStore.Open(directory))
        {
            Assert.Equal(Path.Combine(directory, "ecgedge.db"), store.Path);
            Assert.Equal(new StoreCounts(0, 0, 0), store.Count());
            Assert.Empty(store.ListAlerts(new AlertQuery()).Items);
        }
        string file = Path.Combine(directory, "ecgedge.db");
        Assert.Equal(["alerts", "baselines", "beats", "minutes", "outbox", "snoozes", "strips"], Query(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"));
        Assert.Equal(["6"], Query(file, "PRAGMA user_version"));
        Assert.Equal(["wal"], Query(file, "PRAGMA journal_mode"));
        Assert.False(File.Exists(file + ".new"));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused_and_left_alone()
    {
        EcgStore.Open(_directory.Path).Dispose();
        Query(Database, "PRAGMA user_version = 99");
        Refused("newer EcgEdge (schema 99");
        Assert.Equal(["99"], Query(Database, "PRAGMA user_version"));
    }

    [Fact]
    public void Another_programs_database_is_refused()
    {
        Query(Database, "CREATE TABLE recipes (name TEXT)");
        Refused("not one of EcgEdge");
        Assert.Equal(["recipes"], Query(Database, "SELECT name FROM sqlite_schema"));
    }

    [Fact]
    public void Garbage_is_refused_and_left_alone()
    {
        byte[] garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        File.WriteAllBytes(Database, garbage);
        Refused("not a SQLite database");
        Assert.Equal(garbage, File.ReadAllBytes(Database));
    }

    [Fact]
    public void An_empty_file_is_not_taken_for_a_new_store()
    {
        File.WriteAllBytes(Database, []);
        Refused("it is empty");
        Assert.Equal(0, new FileInfo(Database).Length);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.02)]
    public void A_truncated_file_is_refused(double part)
    {
        FillAndClose();
        using (var file = new FileStream(Database, FileMode.Open)) file.SetLength((long)(file.Length * part));
        Refused("damaged or cut short");
    }

    [Fact]
    public void Garbage_within_the_alerts_is_refused()
    {
        FillAndClose();
        int page = int.Parse(Query(Database, "SELECT rootpage FROM sqlite_schema WHERE name = 'alerts'")[0], System.Globalization.CultureInfo.InvariantCulture);
        using (var file = new FileStream(Database, FileMode.Open))
        {
            file.Position = (page - 1) * 4096L;
            byte[] garbage = new byte[4096];
            new Random(2).NextBytes(garbage);
            file.Write(garbage);
        }
        Refused("ecgedge.db: ");
    }

    [Fact]
    public void A_log_without_its_file_is_refused()
    {
        File.WriteAllBytes(Database + "-wal", [1, 2, 3]);
        Refused("it is missing");
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public void A_second_agent_on_the_same_store_is_refused_until_the_first_has_ended()
    {
        using (EcgStore.Open(_directory.Path)) Refused("in use by another ecgedge");
        EcgStore.Open(_directory.Path).Dispose();
    }

    [Fact]
    public void A_directory_that_is_a_file_is_refused()
    {
        File.WriteAllText(_directory["file"], "");
        var error = Assert.Throws<StoreException>(() => EcgStore.Open(_directory["file"]));
        Assert.Contains("cannot be created", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_half_created_when_the_power_went_is_created_anew()
    {
        File.WriteAllBytes(Database + ".new", [1, 2, 3]);
        using var store = EcgStore.Open(_directory.Path);
        Assert.Equal(0, store.Count().Alerts);
    }

    [Fact]
    public void A_page_of_the_beats_found_damaged_later_is_a_visible_fault_and_the_rest_goes_on()
    {
        using (var store = EcgStore.Open(_directory.Path)) store.SaveBeats([.. Enumerable.Range(0, 20_000).Select(n => TestAlerts.Beat(n))]);
        const int pageSize = 4096, tableLeaf = 13;
        using (var file = new FileStream(Database, FileMode.Open))
        {
            // Nothing but beats fills so many pages: one in the middle is theirs.
            file.Position = file.Length / pageSize / 2 * pageSize;
            while (file.ReadByte() != tableLeaf) file.Position += pageSize - 1;
            byte[] garbage = new byte[pageSize - 1];
            new Random(3).NextBytes(garbage);
            file.Write(garbage);
        }

        using var damaged = EcgStore.Open(_directory.Path);
        Assert.Null(damaged.Problem);
        damaged.SaveBeats([TestAlerts.Beat(20_000)]);
        var error = Assert.Throws<StoreException>(() =>
        {
            for (long? before = null; damaged.ListBeats(limit: 1000, before: before) is { Next: not null } read;) before = read.Items[^1].Id;
        });
        Assert.Equal(StoreFailure.Damaged, error.Failure);
        Assert.Contains("damaged or cut short", error.Message, StringComparison.Ordinal);

        // Writing what lies elsewhere works, and does not hide it.
        damaged.SaveAlert(TestAlerts.Number(1), TestAlerts.Message);
        Assert.Equal(error.Message, damaged.Problem);
        Assert.Equal(new StoreCounts(1, 20_001, 1), damaged.Count());
    }

    private void FillAndClose()
    {
        using var store = EcgStore.Open(_directory.Path);
        store.SaveAlerts([.. Enumerable.Range(0, 200).Select(n => TestAlerts.Number(n))], TestAlerts.Message);
    }

    private void Refused(string why)
    {
        var error = Assert.Throws<StoreException>(() => EcgStore.Open(_directory.Path));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(Database, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static List<string> Query(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        var values = new List<string>();
        while (row.Read()) values.Add(row.GetString(0));
        return values;
    }
}

using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Tests.Store;

public sealed class StoreReaderTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_beside_the_one_who_writes_and_after()
    {
        var (first, second) = (TestAlerts.Number(1), TestAlerts.Number(2));
        using (var store = EcgStore.Open(_folder.Path))
        {
            store.SaveAlert(first, TestAlerts.NoMessage);
            store.SaveStrip(TestAlerts.StripOf(first));
            using var reader = StoreReader.Open(_folder.Path);
            Assert.Equal(first.Message, reader.FindAlert(first.Id)!.Message);
            Assert.Equal(TestAlerts.StripOf(first).Millivolts, reader.FindStrip(first.Id)!.Millivolts);
            store.SaveAlert(second, TestAlerts.NoMessage);
            Assert.NotNull(reader.FindAlert(second.Id));
            Assert.Null(reader.FindStrip(second.Id));
        }

        var files = Directory.GetFiles(_folder.Path).Order().ToList();
        using (var reader = StoreReader.Open(_folder.Path))
        {
            Assert.NotNull(reader.FindStrip(first.Id));
            Assert.Equal(files, Directory.GetFiles(_folder.Path).Order());
        }

        Assert.Equal(files, Directory.GetFiles(_folder.Path).Order());
    }

    [Fact]
    public void What_is_no_store_of_ours_is_named()
    {
        Assert.Contains("there is no store", Assert.Throws<FileNotFoundException>(() => StoreReader.Open(_folder.Path)).Message, StringComparison.Ordinal);
        var path = _folder["ecgedge.db"];
        File.WriteAllText(path, "not a database, and long enough to be looked at: " + new string('x', 5000));
        Assert.Contains("not a SQLite database", Assert.Throws<StoreException>(() => StoreReader.Open(_folder.Path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (x)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("not one of EcgEdge", Assert.Throws<StoreException>(() => StoreReader.Open(_folder.Path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        File.WriteAllBytes(path, []);
        Assert.Contains("older EcgEdge", Assert.Throws<StoreException>(() => StoreReader.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }
}

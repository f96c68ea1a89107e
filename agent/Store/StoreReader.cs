using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Looks into a store that another process may hold, and changes nothing in it.</summary>
public sealed class StoreReader : IDisposable
{
    private readonly SqliteConnection _connection;

    private StoreReader(string path, SqliteConnection connection) => (Path, _connection) = (path, connection);

    /// <summary>Full path of the database file.</summary>
    public string Path { get; }

    /// <summary>Opens <c>ecgedge.db</c> in a directory.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="StoreException">It cannot be read, or is none of ours.</exception>
    public static StoreReader Open(string directory)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), StoreFile.FileName);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no store; name its folder with --storage", path);
        // Where nobody has it open and the folder cannot be written to, SQLite cannot make the files it shares its log by. Without a log
        // it needs none.
        var isAtRest = !File.Exists(path + "-wal") && !File.Exists(path + "-shm");
        var reader = new StoreReader(path, new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = isAtRest ? $"file:{Uri.EscapeDataString(path)}?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString));
        try
        {
            return reader.Read(() =>
            {
                reader._connection.Open();
                if (Migrations.Check(reader._connection, path) < Migrations.Newest)
                    throw new StoreException($"{path}: of an older EcgEdge; start the agent once, which brings it up to date.");
                return reader;
            });
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The newest revision of an alert; null if there is none of that id.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Alert? FindAlert(Guid id) => Read(() => AlertTable.Find(_connection, null, id));

    /// <summary>The signal around an alert; null if there is none, or none yet.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Strip? FindStrip(Guid alertId) => Read(() => StripTable.Find(_connection, alertId));

    public void Dispose() => _connection.Dispose();

    private T Read<T>(Func<T> query)
    {
        try
        {
            return query();
        }
        catch (SqliteException e)
        {
            throw StoreFile.Explain(Path, e);
        }
    }
}

using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// The database file: one connection that writes, guarded by a lock, and pooled read-only connections. Write-ahead logging lets readers
/// go on while a write is under way; <c>synchronous=FULL</c> makes a commit survive a power cut.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    public const string FileName = "ecgedge.db";

    private readonly Lock _writing = new();
    private readonly FileStream _claim;
    private readonly SqliteConnection _writer;
    private readonly string _readerConnection;
    private bool _disposed;

    private StoreFile(string path, FileStream claim, SqliteConnection writer)
    {
        Path = path;
        _claim = claim;
        _writer = writer;
        _readerConnection = ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true);
    }

    public string Path { get; }

    /// <summary>Opens or creates <c>ecgedge.db</c> in a directory, which is created if need be.</summary>
    /// <exception cref="StoreException">
    /// The directory cannot be used, another process holds it, or the file is damaged, foreign or newer than this program.
    /// </exception>
    public static StoreFile Open(string directory)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), FileName);
        FileStream claim = Claim(path);
        try
        {
            if (!File.Exists(path)) Create(path);
            // An existing file of no length would be taken for a new database by SQLite. We never leave one: what was in it is lost.
            if (new FileInfo(path).Length == 0)
                throw Damaged(path, "it is empty", null);
            return new StoreFile(path, claim, OpenChecked(path));
        }
        catch (Exception e)
        {
            claim.Dispose();
            if (e is StoreException) throw;
            if (e is SqliteException sqlite) throw Explain(path, sqlite);
            if (e is IOException or UnauthorizedAccessException) throw new StoreException($"{path}: cannot be opened: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Runs a piece of work in one write transaction: all of it is kept, or nothing.</summary>
    /// <param name="work">The work.</param>
    /// <param name="committed">Told the result once it is committed, still under the writer's lock: for counters.</param>
    /// <exception cref="StoreException">SQLite could not do it (disk full, damaged file, ...); nothing was written.</exception>
    public T Write<T>(Func<SqliteConnection, SqliteTransaction, T> work, Action<T>? committed = null)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                using SqliteTransaction transaction = _writer.BeginTransaction();
                T result = work(_writer, transaction);
                transaction.Commit();
                committed?.Invoke(result);
                return result;
            }
            catch (SqliteException e)
            {
                throw Explain(Path, e);
            }
        }
    }

    /// <summary>Runs a query on a read-only connection of its own; may run while another thread writes.</summary>
    /// <exception cref="StoreException">SQLite could not read.</exception>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            using var connection = new SqliteConnection(_readerConnection);
            connection.Open();
            return query(connection);
        }
        catch (SqliteException e)
        {
            throw Explain(Path, e);
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed) return;
            _disposed = true;
            using (var reader = new SqliteConnection(_readerConnection)) SqliteConnection.ClearPool(reader);
            _writer.Dispose();
            _claim.Dispose();
        }
    }

    /// <summary>
    /// Two agents on one store would both drain the outbox and fight over the MQTT client id: the second one is told so. The lock goes
    /// with the process, so a crash leaves nothing to clean up.
    /// </summary>
    private static FileStream Claim(string path)
    {
        string directory = System.IO.Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{directory}: cannot be created: {e.Message}", e);
        }
        string claim = path + ".lock";
        try
        {
            return new FileStream(claim, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(claim))
        {
            throw new StoreException($"{path}: in use by another ecgedge; stop it or choose another Storage:Directory.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{directory}: cannot be written to: {e.Message}", e);
        }
    }

    /// <summary>Builds the file under another name first: under its own name it is complete from the first moment on.</summary>
    private static void Create(string path)
    {
        // SQLite would play a left-over log into the new file.
        if (File.Exists(path + "-wal"))
            throw Damaged(path, $"it is missing, though its log {FileName}-wal is there", null);
        string draft = path + ".new";
        File.Delete(draft);
        File.Delete(draft + "-journal");
        using (SqliteConnection connection = OpenWriter(draft, writeAheadLog: false))
            Migrations.Apply(connection, path);
        File.Move(draft, path);
    }

    private static SqliteConnection OpenChecked(string path)
    {
        SqliteConnection writer = OpenWriter(path, writeAheadLog: true);
        try
        {
            Migrations.Apply(writer, path);
            // The tables that must not be wrong are small; beats and strips are checked by SQLite as they are read.
            foreach (string table in (string[])["alerts", "outbox"])
            {
                using SqliteCommand check = writer.CreateCommand();
                check.CommandText = $"PRAGMA quick_check('{table}')";
                if (check.ExecuteScalar() is not "ok" and var finding) throw Damaged(path, $"{table}: {finding}", null);
            }
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static SqliteConnection OpenWriter(string path, bool writeAheadLog)
    {
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;"
                + (writeAheadLog ? "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 16777216;" : "");
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = 5,
    }.ConnectionString;

    public static StoreException Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteNotADatabase => Damaged(path, "not a SQLite database", e),
        SqliteCorrupt => Damaged(path, "damaged or cut short", e),
        _ => new StoreException($"{path}: {e.Message}", e),
    };

    private static StoreException Damaged(string path, string what, Exception? cause) =>
        new($"{path}: {what.ReplaceLineEndings(" ")}; move it away to start with a new one, or put a copy of a good one in its place.", cause);

    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;
}

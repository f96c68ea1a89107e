using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// The database file: one connection that writes, guarded by a lock, and pooled read-only connections. Write-ahead logging lets readers
/// go on while a write is under way; <c>synchronous=FULL</c> makes a commit survive a power cut. After an error of the disk (it was pulled
/// out, or turned read-only) the file is opened anew before the next write: it may be another mount by then.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    public const string FileName = "ecgedge.db";

    private readonly Lock _writing = new();
    private readonly string _readerConnection;
    private readonly List<Action<SqliteConnection>> _beginnings = [];
    private FileStream? _claim;
    private SqliteConnection? _writer;
    private bool _hasBegun, _isStale = true, _disposed;

    private StoreFile(string path)
    {
        Path = path;
        _readerConnection = ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true);
    }

    public string Path { get; }

    public StoreHealth Health { get; } = new();

    /// <summary>Opens or creates <c>ecgedge.db</c> in a directory, which is created if need be.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mayWait">Whether a disk that cannot be written is no error: the file is then opened or created before the first write.</param>
    /// <exception cref="StoreException">
    /// The directory cannot be used, another process holds it, or the file is damaged, foreign or newer than this program.
    /// </exception>
    public static StoreFile Open(string directory, bool mayWait = false)
    {
        var file = new StoreFile(System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), FileName));
        try
        {
            file.Attach();
        }
        catch (StoreException e) when (mayWait && e.Failure == StoreFailure.Unavailable)
        {
            file.Health.Note(e);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    /// <summary>
    /// Has something read from the file as it was before this run wrote to it: now, or where it cannot be opened yet, right before the first
    /// write. To be called before any.
    /// </summary>
    public void Begin(Action<SqliteConnection> read)
    {
        lock (_writing)
        {
            if (_isStale) _beginnings.Add(read);
            else Guarded(() => read(_writer!));
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
                return Guarded(() =>
                {
                    if (_isStale) Attach();
                    using SqliteTransaction transaction = _writer!.BeginTransaction();
                    T result = work(_writer, transaction);
                    transaction.Commit();
                    Health.NoteWritten();
                    committed?.Invoke(result);
                    return result;
                });
            }
            catch (StoreException e)
            {
                _isStale |= e.InnerException is SqliteException sqlite && IsOfDisk(sqlite);
                Health.Note(e);
                throw;
            }
        }
    }

    /// <summary>Runs a query on a read-only connection of its own; may run while another thread writes.</summary>
    /// <exception cref="StoreException">SQLite could not read.</exception>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var connection = new SqliteConnection(_readerConnection);
        try
        {
            return Guarded(() =>
            {
                connection.Open();
                return query(connection);
            });
        }
        catch (StoreException e)
        {
            if (e.InnerException is SqliteException sqlite && IsOfDisk(sqlite)) SqliteConnection.ClearPool(connection);
            Health.Note(e);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed) return;
            _disposed = true;
            LetGo();
        }
    }

    /// <summary>
    /// Takes hold of what lies under the path: again after an error of the disk, when it must be a store. One is created only where none
    /// has been opened yet.
    /// </summary>
    private void Attach() => Guarded(() =>
    {
        LetGo();
        _claim = Claim(Path);
        if (!_hasBegun && !File.Exists(Path)) Create(Path);
        if (!File.Exists(Path)) throw new StoreException($"{Path}: it is not there any more.");
        // An existing file of no length would be taken for a new database by SQLite. We never leave one: what was in it is lost.
        if (new FileInfo(Path).Length == 0) throw Damaged(Path, "it is empty", null);
        _writer = OpenChecked(Path);
        foreach (Action<SqliteConnection> read in _beginnings) read(_writer);
        _beginnings.Clear();
        (_hasBegun, _isStale) = (true, false);
        return true;
    });

    private void LetGo()
    {
        using (var reader = new SqliteConnection(_readerConnection)) SqliteConnection.ClearPool(reader);
        _writer?.Dispose();
        _claim?.Dispose();
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Explain(Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{Path}: cannot be opened: {e.Message}", e);
        }
    }

    private void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });

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
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StoreException($"{path}: in use by another ecgedge; stop it or choose another Storage:Directory.", e, StoreFailure.Unusable);
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
        SqliteFull => new StoreException($"{path}: the disk is full.", e),
        // Where even the log's index cannot grow, SQLite knows no better word.
        SqliteIo when IsFull(path) => new StoreException($"{path}: the disk is full.", e),
        SqliteConstraint => new StoreException($"{path}: {e.Message}", e, StoreFailure.Refused),
        _ => new StoreException($"{path}: {e.Message}", e),
    };

    private static bool IsFull(string path) => new DriveInfo(System.IO.Path.GetDirectoryName(path)!).AvailableFreeSpace < FewBytes;

    private static bool IsOfDisk(SqliteException e) => e.SqliteErrorCode is SqliteReadOnly or SqliteIo or SqliteCannotOpen;

    private static StoreException Damaged(string path, string what, Exception? cause) => new(
        $"{path}: {what.ReplaceLineEndings(" ")}; move it away to start with a new one, or put a copy of a good one in its place.",
        cause,
        StoreFailure.Damaged);

    private const int SqliteReadOnly = 8, SqliteIo = 10, SqliteCorrupt = 11, SqliteFull = 13, SqliteCannotOpen = 14, SqliteConstraint = 19;
    private const int SqliteNotADatabase = 26;

    /// <summary>What a file locked by another process is refused with (EWOULDBLOCK on Linux).</summary>
    private const int WouldBlock = 11;

    private const long FewBytes = 64 << 10;
}

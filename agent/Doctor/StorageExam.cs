using System.Globalization;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Store;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the storage directory can be written, has room, and its database is whole. The database is only read: an agent may be using it.</summary>
internal static class StorageExam
{
    private const long LeastBytes = 100L << 20, ComfortableBytes = 1L << 30;

    public static IEnumerable<Finding> Run(StorageOptions options)
    {
        var directory = Path.GetFullPath(options.Directory);
        yield return Writable(directory);
        if (Room(directory) is { } room) yield return room;
        var database = Path.Combine(directory, StoreFile.FileName);
        if (File.Exists(database)) yield return Database(database);
    }

    private static Finding Writable(string directory)
    {
        // What is not there yet is made by the agent, in the nearest folder that is.
        var existing = directory;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        var probe = Path.Combine(existing, $".ecgedge-doctor-{Environment.ProcessId}");
        try
        {
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }

            return Finding.Ok(existing == directory ? $"storage: {directory} can be written" : $"storage: {directory} can be made");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail($"storage: {existing} cannot be written: {e.Message}", $"chown it to the agent's user, or set {SettingsPlaces.StorageDirectoryKey} to another folder");
        }
    }

    private static Finding? Room(string directory)
    {
        try
        {
            var drive = DriveInfo.GetDrives().Where(d => IsWithin(directory, d.Name)).MaxBy(d => d.Name.Length);
            if (drive is null) return null;
            var free = drive.AvailableFreeSpace;
            var what = string.Create(CultureInfo.InvariantCulture, $"storage: {free / 1e9:0.0} GB free on {drive.Name}");
            const string mend = "make room, or lower what Storage keeps";
            return free < LeastBytes ? Finding.Fail(what, mend) : free < ComfortableBytes ? Finding.Warn(what, mend) : Finding.Ok(what);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Warn($"storage: free space cannot be told: {e.Message}", "look with df");
        }
    }

    private static bool IsWithin(string directory, string root) =>
        directory == root || directory.StartsWith(root.EndsWith('/') ? root : root + "/", StringComparison.Ordinal);

    private static Finding Database(string path)
    {
        const string mend = "move it away to start with a new one, or put a copy of a good one in its place";
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            if (Ask(connection, "PRAGMA application_id") is not (long)Migrations.ApplicationId) return Finding.Fail($"storage: {path} is no database of ecgedge", mend);
            var version = (long)Ask(connection, "PRAGMA user_version")!;
            if (version > Migrations.Newest) return Finding.Fail($"storage: {path} is of version {version}, newer than this program's {Migrations.Newest}", "install the newer ecgedge");
            if (Ask(connection, "PRAGMA quick_check(1)") is not "ok" and var damage) return Finding.Fail($"storage: {path} is damaged: {damage}", mend);
            return Finding.Ok($"storage: {path} is whole, {Ask(connection, "SELECT count(*) FROM alerts")} alerts");
        }
        catch (SqliteException e)
        {
            return Finding.Fail($"storage: {path} cannot be read: {e.Message}", mend);
        }
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

using System.Globalization;
using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// What the agent remembers: alerts, their strips, beats, and the outbox, in one SQLite file. Every method may be called from any thread;
/// writes take turns, reads go on beside them. Calls block for the time the disk takes (a write waits for the data to be safe on it):
/// not for the thread that handles samples.
/// </summary>
public sealed class EcgStore : IDisposable
{
    private readonly StoreFile _file;
    private readonly StoreOptions _options;
    private long _alerts;
    private long _beats;

    private EcgStore(StoreFile file, StoreOptions options)
    {
        _file = file;
        _options = options;
        Outbox = new Outbox(file);
        Snoozes = new SnoozeTable(file);
        _alerts = file.Read(connection => CountRows(connection, "SELECT count(*) FROM alerts"));
        _beats = file.Read(connection => CountRows(connection, "SELECT count(*) FROM beats"));
    }

    /// <summary>Full path of the database file.</summary>
    public string Path => _file.Path;

    /// <summary>Messages on their way to the broker.</summary>
    public Outbox Outbox { get; }

    /// <summary>Kinds of alert that people are spared for a while.</summary>
    public SnoozeTable Snoozes { get; }

    /// <summary>Opens <c>ecgedge.db</c> in a directory; creates either where it is missing, and brings an older file up to date.</summary>
    /// <exception cref="StoreException">
    /// The directory cannot be used, another ecgedge holds it, or the file is damaged, not ours, or newer than this program. A file that
    /// cannot be used is left as it is, never replaced by an empty one.
    /// </exception>
    public static EcgStore Open(string directory, StoreOptions? options = null)
    {
        options ??= new StoreOptions();
        if (options.Validate() is { Count: > 0 } errors) throw new StoreException(string.Join(" ", errors));
        StoreFile file = StoreFile.Open(directory);
        try
        {
            return new EcgStore(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves one state of an alert together with the message that tells of it, in one transaction. The store numbers the revisions: the
    /// saved one follows the stored one, whatever number it came with, since a person may have acknowledged the alert in between; that
    /// acknowledgement is kept.
    /// </summary>
    /// <param name="alert">The alert as its policy sees it now.</param>
    /// <param name="message">Makes the message from the alert as saved; null for none. Runs within the transaction: if it throws, nothing is saved.</param>
    /// <returns>The alert as saved.</returns>
    /// <exception cref="StoreException">The database cannot be written; nothing was saved.</exception>
    public Alert SaveAlert(Alert alert, Func<Alert, OutboxMessage?> message) => SaveAlerts([alert], message)[0];

    /// <summary>Like <see cref="SaveAlert"/> for many at once, in one transaction and in order.</summary>
    public IReadOnlyList<Alert> SaveAlerts(IReadOnlyList<Alert> alerts, Func<Alert, OutboxMessage?> message)
    {
        if (alerts.Count == 0) return [];
        int added = 0;
        Alert[] saved = WriteAlerts(message, (_, _, upsert) =>
        {
            added = 0;
            return [.. alerts.Select(alert =>
            {
                (Alert written, bool isNew) = upsert.Save(alert);
                if (isNew) added++;
                return written;
            })];
        });
        Interlocked.Add(ref _alerts, added);
        return saved;
    }

    /// <summary>Tells people of the alerts of a kind that they were spared and that still last, as new revisions.</summary>
    /// <returns>The alerts as they are now.</returns>
    /// <exception cref="StoreException">The database cannot be written; nothing was saved.</exception>
    public IReadOnlyList<Alert> Announce(string channel, string kind, Func<Alert, OutboxMessage?> message) => WriteAlerts(message, (connection, transaction, upsert) =>
        [.. AlertTable.Open(connection, transaction).Where(alert => alert.Snoozed && alert.Channel == channel && alert.Kind == kind).Select(upsert.Announce)]);

    /// <summary>Clears what an earlier run of the agent left open: whatever still holds is raised anew.</summary>
    /// <param name="at">When, UTC.</param>
    /// <param name="message">Makes the messages from the alerts as saved.</param>
    /// <exception cref="StoreException">The database cannot be written; nothing was saved.</exception>
    public IReadOnlyList<Alert> ClearLeftOpen(DateTimeOffset at, Func<Alert, OutboxMessage?> message) => WriteAlerts(message, (connection, transaction, upsert) =>
        [.. AlertTable.Open(connection, transaction).Select(alert => upsert.Save(alert with
        {
            State = AlertState.Cleared,
            EndedAt = at < alert.StartedAt ? alert.StartedAt : at,
            Message = $"{alert.Message}; the agent stopped before it ended",
        }).Saved)]);

    /// <summary>Notes that a person has seen an alert, as a new revision. A second time changes nothing and sends nothing: the first one counts.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="message">Makes the message from the alert as saved; null for none.</param>
    /// <returns>The alert as it is now; null if there is none of that id.</returns>
    /// <exception cref="StoreException">The database cannot be written; nothing was saved.</exception>
    public Alert? Acknowledge(Guid id, DateTimeOffset at, Func<Alert, OutboxMessage?> message)
    {
        Alert? alert = null;
        WriteAlerts(message, (connection, transaction, upsert) =>
        {
            alert = AlertTable.Find(connection, transaction, id);
            if (alert is null or { AcknowledgedAt: not null }) return [];
            alert = upsert.Save(alert with { AcknowledgedAt = at }).Saved;
            return [alert];
        });
        return alert;
    }

    /// <summary>The newest revision of an alert; null if there is none of that id.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Alert? FindAlert(Guid id) => _file.Read(connection => AlertTable.Find(connection, null, id));

    /// <summary>Alerts, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Page<Alert> ListAlerts(AlertQuery query)
    {
        Page<Alert>.CheckLimit(query.Limit);
        return _file.Read(connection => AlertTable.List(connection, query));
    }

    /// <summary>Saves the signal around an alert, which must have been saved before; a second strip replaces the first.</summary>
    /// <exception cref="StoreException">There is no such alert, or the database cannot be written.</exception>
    public void SaveStrip(Strip strip) => _file.Write((connection, transaction) =>
    {
        StripTable.Save(connection, transaction, strip);
        return true;
    });

    /// <summary>The signal around an alert; null if there is none, or none yet.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Strip? FindStrip(Guid alertId) => _file.Read(connection => StripTable.Find(connection, alertId));

    /// <summary>
    /// Saves beats in one transaction; <see cref="BeatRow.Id"/> is given by the store. Beyond <see cref="StoreOptions.MaxBeats"/> the
    /// oldest ones are deleted.
    /// </summary>
    /// <exception cref="StoreException">The database cannot be written; none was saved.</exception>
    public void SaveBeats(IReadOnlyList<BeatRow> beats)
    {
        if (beats.Count == 0) return;
        _file.Write((connection, transaction) =>
        {
            BeatTable.Insert(connection, transaction, beats);
            long count = Interlocked.Read(ref _beats) + beats.Count;
            return count - BeatTable.DeleteOldest(connection, transaction, count, beats.Count, _options.MaxBeats);
        }, count => Interlocked.Exchange(ref _beats, count));
    }

    /// <summary>Beats, newest first.</summary>
    /// <param name="channel">Name of the channel; null for all.</param>
    /// <param name="limit">Most beats on the page, 1 to <see cref="Page{T}.MaxLimit"/>.</param>
    /// <param name="before">Only beats stored before the one with this id.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Page<BeatRow> ListBeats(string? channel = null, int limit = 50, long? before = null)
    {
        Page<BeatRow>.CheckLimit(limit);
        return _file.Read(connection => BeatTable.List(connection, channel, limit, before));
    }

    /// <summary>How much there is. Costs nothing: the store keeps count.</summary>
    public StoreCounts Count() => new(Interlocked.Read(ref _alerts), Interlocked.Read(ref _beats), Outbox.Count);

    public void Dispose() => _file.Dispose();

    /// <summary>Writes alerts and the messages that tell of them in one transaction.</summary>
    private Alert[] WriteAlerts(Func<Alert, OutboxMessage?> message, Func<SqliteConnection, SqliteTransaction, AlertUpsert, Alert[]> write)
    {
        (int count, long bytes) = (0, 0);
        Alert[] written = _file.Write((connection, transaction) =>
        {
            using var upsert = new AlertUpsert(connection, transaction);
            using var outbox = new OutboxInsert(connection, transaction);
            Alert[] alerts = write(connection, transaction, upsert);
            foreach (Alert alert in alerts) outbox.Put(message(alert), alert);
            (count, bytes) = (outbox.Count, outbox.Bytes);
            return alerts;
        });
        Outbox.Committed(count, bytes);
        return written;
    }

    internal static long CountRows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}

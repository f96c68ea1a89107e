using System.Globalization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>
/// What the agent remembers: alerts, their strips, beats, minutes, baselines and the outbox, in one SQLite file. Every method may be called
/// from any thread; writes take turns, reads go on beside them. Calls block for the time the disk takes (a write waits for the data to be
/// safe on it): not for the thread that handles samples.
/// </summary>
/// <remarks>
/// Times of what is saved are of the <see cref="RunClock"/>; its correction is added as they are written. What is read has wall time.
/// </remarks>
public sealed class EcgStore : IDisposable
{
    private readonly StoreFile _file;
    private readonly RunClock _clock;
    private readonly StoreTrim _trim;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClockCorrection? _correction;
    private long _run;
    private long _alerts;
    private long _beats;

    private EcgStore(StoreFile file, RunClock clock)
    {
        _file = file;
        _clock = clock;
        _trim = new StoreTrim(file);
        Outbox = new Outbox(file);
        Snoozes = new SnoozeTable(file);
        Baselines = new Baselines(file, clock);
        file.Begin(connection =>
        {
            _run = 1 + ReadNumber(connection, "SELECT coalesce(max(run), 0) FROM alerts");
            long lastBeat = ReadNumber(connection, "SELECT coalesce(max(id), 0) FROM beats");
            _correction = new ClockCorrection(_run, lastBeat, ReadNumber(connection, "SELECT coalesce(max(id), 0) FROM minutes"));
            Interlocked.Exchange(ref _alerts, ReadNumber(connection, "SELECT count(*) FROM alerts"));
            Interlocked.Exchange(ref _beats, BeatTable.Count(connection));
            _opened.TrySetResult();
        });
    }

    /// <summary>Full path of the database file.</summary>
    public string Path => _file.Path;

    /// <summary>Messages on their way to the broker.</summary>
    public Outbox Outbox { get; }

    /// <summary>Kinds of alert that people are spared for a while.</summary>
    public SnoozeTable Snoozes { get; }

    /// <summary>What is usual for each wearer.</summary>
    public Baselines Baselines { get; }

    /// <summary>Completes when the file is open: at once, or where it could not be opened yet, right before the first write that works.</summary>
    public Task Opened => _opened.Task;

    /// <summary>What is wrong with the store; one line for a person, null when all is well.</summary>
    public string? Problem => _file.Health.Problem;

    internal StoreFile File => _file;

    /// <summary>Whether there is a store in a directory.</summary>
    public static bool Exists(string directory) => System.IO.File.Exists(System.IO.Path.Combine(directory, StoreFile.FileName));

    /// <summary>Opens <c>ecgedge.db</c> in a directory; creates either where it is missing, and brings an older file up to date.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="clock">What the times of this run are dated by; default a clock that begins now.</param>
    /// <param name="mayWait">
    /// Whether a disk that is full, read-only or gone is no error but a <see cref="Problem"/>, which ends with the first write that works.
    /// </param>
    /// <exception cref="StoreException">
    /// The directory cannot be used, another ecgedge holds it, or the file is damaged, not ours, or newer than this program. A file that
    /// cannot be used is left as it is, never replaced by an empty one.
    /// </exception>
    public static EcgStore Open(string directory, RunClock? clock = null, bool mayWait = false)
    {
        StoreFile file = StoreFile.Open(directory, mayWait);
        try
        {
            return new EcgStore(file, clock ?? new RunClock(TimeProvider.System));
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
                (Alert written, bool isNew) = upsert.Save(Dated(alert));
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
    /// <param name="at">When, UTC, by the clock of this run.</param>
    /// <param name="message">Makes the messages from the alerts as saved.</param>
    /// <exception cref="StoreException">The database cannot be written; nothing was saved.</exception>
    public IReadOnlyList<Alert> ClearLeftOpen(DateTimeOffset at, Func<Alert, OutboxMessage?> message) => WriteAlerts(message, (connection, transaction, upsert) =>
        [.. AlertTable.Open(connection, transaction).Select(alert => upsert.Save(alert with
        {
            State = AlertState.Cleared,
            EndedAt = _clock.Correct(at) is var end && end < alert.StartedAt ? alert.StartedAt : end,
            Message = $"{alert.Message}; the agent stopped before it ended",
        }).Saved)]);

    /// <summary>Notes that a person has seen an alert, as a new revision. A second time changes nothing and sends nothing: the first one counts.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="at">When, UTC, by the clock of this run.</param>
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
            alert = upsert.Save(alert with { AcknowledgedAt = _clock.Correct(at) }).Saved;
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
    public void SaveStrip(Strip strip) => SaveStrips([strip]);

    /// <summary>Like <see cref="SaveStrip"/> for many at once, in one transaction.</summary>
    /// <exception cref="StoreException">Of one there is no such alert, or the database cannot be written; none was saved.</exception>
    public void SaveStrips(IReadOnlyList<Strip> strips) => _file.Write((connection, transaction) =>
    {
        foreach (Strip strip in strips) StripTable.Save(connection, transaction, strip with { At = _clock.Correct(strip.At) });
        return true;
    });

    /// <summary>The signal around an alert; null if there is none, or none yet.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Strip? FindStrip(Guid alertId) => _file.Read(connection => StripTable.Find(connection, alertId));

    /// <summary>Saves beats and minutes in one transaction; <see cref="BeatRow.Id"/> is given by the store.</summary>
    /// <exception cref="StoreException">The database cannot be written; none was saved.</exception>
    public void SaveBeats(IReadOnlyList<BeatRow> beats, IReadOnlyList<MinuteSummary>? minutes = null)
    {
        minutes ??= [];
        if (beats.Count == 0 && minutes.Count == 0) return;
        _file.Write((connection, transaction) =>
        {
            BeatTable.Insert(connection, transaction, beats.Select(beat => beat with { At = _clock.Correct(beat.At) }));
            MinuteTable.Insert(connection, transaction, minutes.Select(minute => minute with { At = _clock.Correct(minute.At) }));
            return true;
        });
        Interlocked.Add(ref _beats, beats.Count);
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

    /// <summary>Minutes of a channel, newest first.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="from">Only minutes that start at this time or later.</param>
    /// <param name="to">Only minutes that start before this time.</param>
    /// <param name="limit">Most minutes on the page, 1 to <see cref="Page{T}.MaxLimit"/>; <see cref="Page{T}.Next"/> is the next page's <paramref name="to"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public Page<MinuteSummary> ListMinutes(string channel, DateTimeOffset? from = null, DateTimeOffset? to = null, int limit = 50)
    {
        Page<MinuteSummary>.CheckLimit(limit);
        return _file.Read(connection => MinuteTable.List(connection, channel, from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue, limit));
    }

    /// <summary>
    /// Takes note of a step of the wall clock: in one transaction every time this run has stored is moved by it, and what is stored from then
    /// on is dated right. Every alert of this run gets a new revision, whose message goes into the outbox.
    /// </summary>
    /// <returns>These alerts as saved.</returns>
    /// <exception cref="StoreException">The database cannot be written; nothing has changed, the clock's correction neither.</exception>
    public IReadOnlyList<Alert> CorrectTimes(TimeSpan step, Func<Alert, OutboxMessage?> message) => WriteAlerts(
        message, (connection, transaction, upsert) => [.. _correction!.Apply(connection, transaction, step, upsert)], () => _clock.Step(step));

    /// <summary>
    /// Deletes a little of what is too old or too much, in a transaction of some milliseconds: beats and strips first, then minutes, alerts
    /// last. An alert whose message has not left the outbox, or that may still change, stays.
    /// </summary>
    /// <param name="notBefore">What is older goes; null to leave age aside.</param>
    /// <param name="maxBytes">Bytes in use beyond which the oldest goes.</param>
    /// <returns>Whether anything was deleted: then there may be more.</returns>
    /// <exception cref="StoreException">The database cannot be read or written.</exception>
    public bool Trim(DateTimeOffset? notBefore, long maxBytes)
    {
        Trimmed trimmed = _trim.Step(_run, notBefore, maxBytes);
        Interlocked.Add(ref _beats, -trimmed.Beats);
        Interlocked.Add(ref _alerts, -trimmed.Alerts);
        return trimmed.Beats + trimmed.Alerts + trimmed.Others > 0;
    }

    /// <summary>Bytes of the file in use; freed pages are used again, so the file is no longer than this ever was.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public long BytesUsed() => _trim.BytesUsed();

    /// <summary>How much there is. Costs nothing: the store keeps count.</summary>
    public StoreCounts Count() => new(Interlocked.Read(ref _alerts), Interlocked.Read(ref _beats), Outbox.Count);

    public void Dispose() => _file.Dispose();

    /// <summary>Writes alerts and the messages that tell of them in one transaction; what follows a commit still runs under the writer's lock.</summary>
    private Alert[] WriteAlerts(
        Func<Alert, OutboxMessage?> message, Func<SqliteConnection, SqliteTransaction, AlertUpsert, Alert[]> write, Action? committed = null)
    {
        (int count, long bytes) = (0, 0);
        Alert[] written = _file.Write((connection, transaction) =>
        {
            using var upsert = new AlertUpsert(connection, transaction, _run);
            using var outbox = new OutboxInsert(connection, transaction);
            Alert[] alerts = write(connection, transaction, upsert);
            foreach (Alert alert in alerts) outbox.Put(message(alert), alert);
            (count, bytes) = (outbox.Count, outbox.Bytes);
            return alerts;
        }, _ => committed?.Invoke());
        Outbox.Committed(count, bytes);
        return written;
    }

    internal static long ReadNumber(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>An alert of this run with wall times.</summary>
    internal Alert Dated(Alert alert) => alert with
    {
        StartedAt = _clock.Correct(alert.StartedAt),
        EndedAt = alert.EndedAt is { } ended ? _clock.Correct(ended) : null,
    };
}

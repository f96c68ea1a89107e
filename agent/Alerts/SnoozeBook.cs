using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// What is snoozed now, on every channel; kept in the store over restarts. An episode that begins while its kind is snoozed is recorded
/// and marked, and people are not told of it; if it lasts longer than the snooze, they are told then. An episode they were told of before
/// goes on being told to its end. May be used from any thread.
/// </summary>
/// <remarks>Running time is measured by the monotonic clock, so that a step of the wall clock neither ends nor prolongs a snooze.</remarks>
public sealed class SnoozeBook(EcgStore store, TimeProvider time, ILogger<SnoozeBook> log) : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Channel, string Kind), Entry> _entries = [];
    private ITimer? _timer;

    /// <summary>A kind on a channel is told again: its time was over, or a person ended it. Raised outside of every lock.</summary>
    public event Action<Snooze>? Ended;

    /// <summary>What is snoozed on this channel has changed. Raised outside of every lock.</summary>
    public event Action<string>? Changed;

    /// <summary>
    /// Takes up what was snoozed before the agent was stopped; what has ended meanwhile ends now. A store that cannot be opened yet is not
    /// waited for: until it is, people are spared nothing but what is snoozed from now on.
    /// </summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => EndDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (store.Opened.IsCompleted)
        {
            TakeUp();
            return Task.CompletedTask;
        }

        log.LogWarning("What was snoozed is not known before the store can be opened; until then nothing is");
        _ = store.Opened.ContinueWith(
            _ =>
            {
                foreach (var channel in TakeUp()) Changed?.Invoke(channel);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Whether people are spared a kind on a channel now.</summary>
    public bool IsSnoozed(string channel, string kind)
    {
        lock (_gate) return _entries.TryGetValue((channel, kind), out var entry) && Left(entry) > TimeSpan.Zero;
    }

    /// <summary>What is snoozed on a channel now.</summary>
    public IReadOnlyList<Snooze> Of(string channel)
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(e => e.Snooze.Channel == channel && Left(e) > TimeSpan.Zero)
                .Select(e => e.Snooze).OrderBy(s => s.Kind, StringComparer.Ordinal)];
        }
    }

    /// <summary>Snoozes a kind on a channel from now on; a second time counts from then.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="kind">One of <see cref="AlertKind"/>.</param>
    /// <param name="minutes">For how long; see <see cref="SnoozeLimits"/>.</param>
    /// <param name="problem">Why not, in one sentence; null when it is done.</param>
    /// <returns>The snooze; null when it was refused.</returns>
    /// <exception cref="StoreException">It cannot be stored, and nothing is snoozed.</exception>
    public Snooze? Begin(string channel, string? kind, long minutes, out string? problem)
    {
        problem = SnoozeLimits.Problem(kind, minutes);
        if (problem is not null) return null;
        Snooze snooze;
        lock (_gate)
        {
            if (SnoozeLimits.IsUrgent(kind!) && _entries.TryGetValue((channel, kind!), out var running) && Left(running) > TimeSpan.Zero)
            {
                problem = $"{kind} is snoozed already; such an urgent kind cannot be snoozed again before that has ended";
                return null;
            }

            var now = time.GetUtcNow();
            snooze = new Snooze(channel, kind!, now, now.AddMinutes(minutes));
            store.Snoozes.Save(snooze);
            _entries[(channel, kind!)] = Begin(snooze, snooze.Until - now);
            SetTimer();
        }

        Changed?.Invoke(channel);
        return snooze;
    }

    /// <summary>Ends a snooze before its time; false when there is none.</summary>
    /// <exception cref="StoreException">That cannot be stored, and it goes on.</exception>
    public bool End(string channel, string kind)
    {
        Snooze snooze;
        lock (_gate)
        {
            if (!_entries.TryGetValue((channel, kind), out var entry) || Left(entry) <= TimeSpan.Zero) return false;
            snooze = entry.Snooze;
            store.Snoozes.Delete(snooze);
            _entries.Remove((channel, kind));
            SetTimer();
        }

        TellEnded(snooze);
        return true;
    }

    /// <summary>Takes up what is stored; gives the channels it is of.</summary>
    private List<string> TakeUp()
    {
        var channels = new List<string>();
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var snooze in Stored())
            {
                // Never longer than was asked for, even if the wall clock has been set back meanwhile.
                var left = snooze.Until - (now < snooze.Since ? snooze.Since : now);
                if (_entries.TryAdd((snooze.Channel, snooze.Kind), Begin(snooze, left))) channels.Add(snooze.Channel);
            }
        }

        EndDue();
        return channels;
    }

    private IReadOnlyList<Snooze> Stored()
    {
        try
        {
            return store.Snoozes.List();
        }
        catch (StoreException e)
        {
            log.LogError(e, "What was snoozed is not known, and nothing is: {Problem}", e.Message);
            return [];
        }
    }

    private void EndDue()
    {
        var ended = new List<Snooze>();
        lock (_gate)
        {
            foreach (var (key, entry) in _entries.Where(e => Left(e.Value) <= TimeSpan.Zero).ToList())
            {
                // From here on the kind is told again, whether that can be written down or not.
                _entries.Remove(key);
                ended.Add(entry.Snooze);
            }

            SetTimer();
        }

        foreach (var snooze in ended)
        {
            TellEnded(snooze);
            Forget(snooze);
        }
    }

    private void TellEnded(Snooze snooze)
    {
        Ended?.Invoke(snooze);
        Changed?.Invoke(snooze.Channel);
    }

    private void Forget(Snooze snooze)
    {
        try
        {
            store.Snoozes.Delete(snooze);
        }
        catch (StoreException e)
        {
            // It has ended by its own time, also for the next start.
            log.LogError("A snooze that has ended stays in the store: {Problem}", e.Message);
        }
    }

    private Entry Begin(Snooze snooze, TimeSpan left) => new(snooze, time.GetTimestamp(), left);

    private TimeSpan Left(Entry entry) => entry.Lasts - time.GetElapsedTime(entry.Begun);

    private void SetTimer()
    {
        var next = _entries.Count == 0 ? Timeout.InfiniteTimeSpan : _entries.Values.Min(Left);
        _timer?.Change(next < TimeSpan.Zero && next != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : next, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A snooze, when by the monotonic clock it began or was taken up, and for how long it lasts from then on.</summary>
    private readonly record struct Entry(Snooze Snooze, long Begun, TimeSpan Lasts);
}

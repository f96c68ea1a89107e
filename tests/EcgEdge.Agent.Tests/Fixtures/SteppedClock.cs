namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A clock that stands until it is told: time passes, with timers that fall due, or the wall clock alone is set.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _elapsed;

    public DateTimeOffset Now { get; private set; } = TestAlerts.Noon;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        _elapsed += time.Ticks;
        foreach (var timer in _timers.ToArray()) timer.FallDue(_elapsed);
    }

    /// <summary>The wall clock is set forward or back; no time passes.</summary>
    public void Step(TimeSpan by) => Now += by;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _due = long.MaxValue;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._elapsed + dueTime.Ticks;
            _period = period;
            return true;
        }

        public void FallDue(long elapsed)
        {
            if (elapsed < _due) return;
            _due = _period == Timeout.InfiniteTimeSpan ? long.MaxValue : elapsed + _period.Ticks;
            callback(state);
        }

        public void Dispose() => _due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace EcgEdge.Acquisition.Sources;

/// <summary>
/// The clock of a source that makes its samples rather than measures them: holds them back to a multiple of real time and stamps them.
/// Deadlines are absolute, so a late block does not delay the ones after it. Allocates nothing after construction.
/// </summary>
internal sealed class SampleClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly double _sampleRateHz, _speed;
    private readonly ManualResetEventSlim _due = new(false);
    private readonly ITimer _timer;
    private long _origin;
    private DateTimeOffset _startedAt;

    /// <param name="sampleRateHz">Samples per second of signal.</param>
    /// <param name="speed">Multiple of real time; positive infinity for no waiting at all.</param>
    /// <param name="time">Clock.</param>
    public SampleClock(double sampleRateHz, double speed, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        _sampleRateHz = sampleRateHz;
        _speed = speed;
        _time = time;
        _timer = time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), _due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the clock: sample 0 is due now, and its wall time lies this much before now.</summary>
    public void Start(TimeSpan earlier)
    {
        _origin = _time.GetTimestamp();
        _startedAt = _time.GetUtcNow() - earlier;
    }

    /// <summary>Waits until the samples from this index on are due.</summary>
    public void WaitFor(long index, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (double.IsPositiveInfinity(_speed)) return;

        var due = TimeSpan.FromSeconds(index / (_sampleRateHz * _speed));
        for (var left = due - _time.GetElapsedTime(_origin); left > TimeSpan.Zero; left = due - _time.GetElapsedTime(_origin))
        {
            _due.Reset();
            // Rounded up to the timer's millisecond: a timer that fires early would spin here.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            _due.Wait(cancellation);
        }
    }

    /// <summary>Writes index, count, lead states and times of a block whose values have been filled in.</summary>
    public void Stamp(SampleBlock block, long firstIndex, int count)
    {
        var seconds = firstIndex / _sampleRateHz;
        block.Leads.AsSpan(0, count).Clear();
        block.FirstIndex = firstIndex;
        block.Count = count;
        block.At = _startedAt.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        block.Timestamp = _origin + (long)(seconds / _speed * _time.TimestampFrequency);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _due.Dispose();
    }
}

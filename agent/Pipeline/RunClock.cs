namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// The wall clock as it stood when the agent started, carried on by the monotonic clock: it never steps, so that no duration between two of
/// its times is wrong or negative. Samples, and all that follows from them, are dated by it. Where the wall clock has stepped since (a Pi
/// without a battery gets the time from the network some seconds after it started), <see cref="Correction"/> is what that amounts to; it is
/// added where times leave the pipeline: in the store, in REST, in the live stream. For any thread.
/// </summary>
/// <param name="clock">The machine's clocks.</param>
public sealed class RunClock(TimeProvider clock) : TimeProvider
{
    /// <summary>Two readings further apart than this say nothing about a step: the thread was held up between them.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();
    private long _correctionTicks;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <summary>What is added to this clock's times to have the wall clock's, as far as is known.</summary>
    public TimeSpan Correction => new(Interlocked.Read(ref _correctionTicks));

    /// <summary>Wall time of a time by this clock.</summary>
    public DateTimeOffset Correct(DateTimeOffset time) => time + Correction;

    /// <summary>How far the wall clock has stepped since it was last taken note of; null when that cannot be told just now.</summary>
    public TimeSpan? MeasureStep()
    {
        var before = GetUtcNow();
        var wall = clock.GetUtcNow();
        return GetUtcNow() - before > s_patience ? null : wall - Correct(before);
    }

    /// <summary>Takes note of a step.</summary>
    public void Step(TimeSpan step) => Interlocked.Add(ref _correctionTicks, step.Ticks);

    public override DateTimeOffset GetUtcNow() => _startedAt + clock.GetElapsedTime(_started);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}

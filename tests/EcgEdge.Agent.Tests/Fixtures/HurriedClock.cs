namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A clock that runs faster than the test: its stopwatches and its timers, each by a factor of its own.</summary>
internal sealed class HurriedClock(int stopwatches, int timers) : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() * stopwatches;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private TimeSpan Sooner(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / timers;
}

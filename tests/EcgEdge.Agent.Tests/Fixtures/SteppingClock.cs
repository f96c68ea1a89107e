namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A machine whose wall clock can be set; its monotonic clock and timers go on undisturbed.</summary>
internal sealed class SteppingClock(DateTimeOffset start) : TimeProvider
{
    private long _offsetTicks = (start - System.GetUtcNow()).Ticks;

    public void Step(TimeSpan step) => Interlocked.Add(ref _offsetTicks, step.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));
}

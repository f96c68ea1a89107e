using EcgEdge.Acquisition.Sources.Sampling;

namespace EcgEdge.Acquisition.Tests.Sources.Sampling;

/// <summary>A timer whose time is the deadline slept for, plus the lateness that a test wants. After the last tick it stands still.</summary>
internal sealed class StepTimer : ISampleTimer
{
    private const long Interval = 4_000_000, Origin = 1_000_000_000;

    private readonly Dictionary<long, Action> _actions = [];

    /// <summary>Intervals by which a tick's wake-up is late.</summary>
    public Func<long, double> Lateness { get; set; } = _ => 0;

    public long MaxTicks { get; set; } = long.MaxValue;

    public long NowNanoseconds { get; private set; } = Origin;

    /// <summary>Does something right before a tick.</summary>
    public void At(long tick, Action action) => _actions[tick] = action;

    /// <summary>Time of a tick, or between two.</summary>
    public static ulong TimeOf(double tick) => (ulong)(Origin + tick * Interval);

    public void SleepUntil(long nanoseconds)
    {
        var tick = (nanoseconds - Origin) / Interval;
        // The reader may fall behind a clock that jumps; the ring holds more ticks than a test takes.
        if (tick >= MaxTicks) Thread.Sleep(1);
        if (_actions.Remove(tick, out var action)) action();
        NowNanoseconds = nanoseconds + (long)(Lateness(tick) * Interval);
    }
}

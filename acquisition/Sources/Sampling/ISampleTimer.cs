namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>The clock that a converter is read by: nanoseconds of the kernel's monotonic clock. Used by one thread.</summary>
internal interface ISampleTimer
{
    long NowNanoseconds { get; }

    /// <summary>Sleeps until a moment, or returns at once when that has passed.</summary>
    void SleepUntil(long nanoseconds);
}

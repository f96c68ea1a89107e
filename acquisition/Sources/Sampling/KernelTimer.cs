using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Sleeps to absolute deadlines (<c>clock_nanosleep</c>): lateness of one sample is not carried on to the next.</summary>
internal sealed unsafe class KernelTimer : ISampleTimer
{
    public long NowNanoseconds
    {
        get
        {
            TimeSpec now;
            _ = LibC.GetTime(LibC.MonotonicClock, &now);
            return now.TotalNanoseconds;
        }
    }

    public void SleepUntil(long nanoseconds)
    {
        var until = TimeSpec.Of(nanoseconds);
        while (LibC.SleepUntil(LibC.MonotonicClock, LibC.AbsoluteTime, &until, null) == LibC.InterruptedCall)
        {
            // A signal: the rest of the time is still to be slept.
        }
    }
}

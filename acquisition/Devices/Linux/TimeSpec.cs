using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary><c>struct timespec</c> of a 64-bit system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(long Seconds, long Nanoseconds)
{
    private const long PerSecond = 1_000_000_000;

    public static TimeSpec Of(long nanoseconds) => new(nanoseconds / PerSecond, nanoseconds % PerSecond);

    public long TotalNanoseconds => Seconds * PerSecond + Nanoseconds;
}

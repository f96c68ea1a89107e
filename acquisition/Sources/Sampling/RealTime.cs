using System.Runtime.InteropServices;
using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Puts the calling thread before all ordinary ones and keeps the process in memory, where the system permits it.</summary>
internal static unsafe class RealTime
{
    /// <summary>Above ordinary threads, below the kernel's own interrupt threads (50).</summary>
    private const int Priority = 20;

    /// <summary>Tries; gives what was not permitted, or null.</summary>
    public static string? Request()
    {
        var priority = Priority;
        if (LibC.SetScheduler(0, LibC.FirstInFirstOut, &priority) < 0) return Refusal("real-time priority");
        return LibC.LockMemory(LibC.CurrentAndFutureMemory) < 0 ? Refusal("locking memory") : null;
    }

    private static string Refusal(string what) =>
        $"{what} was not permitted ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}); sampling goes on without it";
}

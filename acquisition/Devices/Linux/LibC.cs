using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary>
/// The system calls that devices need, by their C names' meaning. Results below 0 are failures; <see cref="Marshal.GetLastPInvokeError"/>
/// then says which. Constants are those of Linux's generic ABI, the same on x64 and arm64.
/// </summary>
internal static unsafe partial class LibC
{
    public const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;

    public const int InterruptedCall = 4, TryAgain = 11;

    public const int MonotonicClock = 1, AbsoluteTime = 1;

    public const int FirstInFirstOut = 1, CurrentAndFutureMemory = 3;

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, nuint request, void* argument);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, nuint request, nint argument);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollRequest* requests, nuint count, int timeoutMilliseconds);

    /// <summary>The master side of a new pseudo-terminal.</summary>
    [LibraryImport(Name, EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminal(int flags);

    [LibraryImport(Name, EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantTerminal(int master);

    [LibraryImport(Name, EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockTerminal(int master);

    /// <summary>Name of the other side; gives the error itself, 0 for none.</summary>
    [LibraryImport(Name, EntryPoint = "ptsname_r")]
    public static partial int NameTerminal(int master, byte* name, nint length);

    [LibraryImport(Name, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>Fills a <c>struct statx</c> of 256 bytes.</summary>
    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int folder, string path, int flags, uint mask, byte* status);

    /// <summary>Sleeps until a time of the monotonic clock; gives the error itself, 0 for none.</summary>
    [LibraryImport(Name, EntryPoint = "clock_nanosleep")]
    public static partial int SleepUntil(int clock, int flags, TimeSpec* until, TimeSpec* left);

    [LibraryImport(Name, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetTime(int clock, TimeSpec* time);

    /// <summary>Sets the scheduling of the calling thread (thread 0).</summary>
    [LibraryImport(Name, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport(Name, EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockMemory(int flags);
}

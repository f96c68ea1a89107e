using System.Runtime.InteropServices;

namespace EcgEdge.Agent.Doctor;

/// <summary>What the kernel knows of its clock: adjtimex(2), which only reads here.</summary>
internal static partial class KernelClock
{
    /// <summary>Larger than the kernel's structure on every machine; what is not set is zero, which means "change nothing".</summary>
    private const int StructureBytes = 512;

    /// <summary>Where the field <c>status</c> is: after one number (padded) and four longs.</summary>
    private static readonly int s_statusOffset = 5 * IntPtr.Size;

    private const int Unsynchronised = 0x40;

    /// <summary>Whether something keeps the clock right; null when the kernel does not say.</summary>
    public static unsafe bool? IsSynchronised()
    {
        var structure = stackalloc byte[StructureBytes];
        new Span<byte>(structure, StructureBytes).Clear();
        return Adjust(structure) < 0 ? null : (*(int*)(structure + s_statusOffset) & Unsynchronised) == 0;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static unsafe partial int Adjust(byte* structure);
}

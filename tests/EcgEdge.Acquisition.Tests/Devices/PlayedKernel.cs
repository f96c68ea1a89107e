using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Tests.Devices;

/// <summary>
/// The kernel's side of devices that this machine has not got: <c>kernel.c</c>, compiled against the kernel's headers and put in libc's
/// place for our assembly. What it does not play goes on to the real libc.
/// </summary>
internal static partial class PlayedKernel
{
    private const string Name = "played-kernel";

    private static readonly Lazy<(nint Handle, string? Why)> s_library = new(Build);

    /// <summary>Why it cannot be had here; null when it plays.</summary>
    public static string? Missing => s_library.Value.Why;

    [LibraryImport(Name, EntryPoint = "play_adc")]
    public static partial void SetMcp(int channel, int counts);

    [LibraryImport(Name, EntryPoint = "play_ads")]
    public static partial void SetAds(int channel, int counts);

    /// <summary>Whether the buses fail from now on.</summary>
    [LibraryImport(Name, EntryPoint = "play_broken")]
    public static partial void SetBroken([MarshalAs(UnmanagedType.Bool)] bool isBroken);

    /// <summary>The null bit in the MCP3208's answer: 0 in sound ones.</summary>
    [LibraryImport(Name, EntryPoint = "play_null_bit")]
    public static partial void SetNullBit(int bit);

    [LibraryImport(Name, EntryPoint = "play_spi_speed")]
    public static partial int SpiClockHz();

    [LibraryImport(Name, EntryPoint = "play_ads_config")]
    public static partial int AdsConfiguration();

    [LibraryImport(Name, EntryPoint = "play_output")]
    public static partial int Output(int line);

    /// <summary>Descriptors of played devices that are open.</summary>
    [LibraryImport(Name, EntryPoint = "play_open_files")]
    public static partial int OpenFiles();

    /// <summary>Sets a line's level at a time of the monotonic clock; edges before may be lost.</summary>
    [LibraryImport(Name, EntryPoint = "play_level")]
    public static partial void SetLevel(int line, int level, ulong nanoseconds, int lostBefore);

    // A P/Invoke is bound at its first call, so libc is replaced before any test can make one.
    [ModuleInitializer]
#pragma warning disable CA2255 // This assembly is the application here.
    internal static void TakeLibcsPlace()
#pragma warning restore CA2255
    {
        NativeLibrary.SetDllImportResolver(typeof(DeviceFile).Assembly, (name, _, _) => name == "libc" ? s_library.Value.Handle : 0);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? s_library.Value.Handle : 0);
    }

    private static (nint Handle, string? Why) Build()
    {
        var folder = Directory.CreateTempSubdirectory("ecgedge-kernel-").FullName;
        var library = Path.Combine(folder, "libplayed.so");
        var source = Path.Combine(AppContext.BaseDirectory, "kernel.c");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source]) { RedirectStandardError = true })!;
            var errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0) throw new InvalidOperationException($"kernel.c does not compile: {errors}");
            return (NativeLibrary.Load(library), null);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (NativeLibrary.Load("libc.so.6"), $"gcc is not installed: {e.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

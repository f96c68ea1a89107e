using System.Runtime.InteropServices;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the devices that front ends hang on may be used: serial ports, SPI, I2C, GPIO.</summary>
internal static partial class DevicesExam
{
    private const int ReadAndWrite = 6;

    /// <summary>What the nodes are called, and the group that owns them on Debian and Raspberry Pi OS.</summary>
    private static readonly (string Pattern, string Group)[] s_kinds =
    [
        ("ttyUSB*", "dialout"), ("ttyACM*", "dialout"), ("ttyAMA*", "dialout"), ("serial*", "dialout"),
        ("spidev*", "spi"), ("i2c-*", "i2c"), ("gpiochip*", "gpio"),
    ];

    /// <param name="folder">Where device nodes are.</param>
    public static IEnumerable<Finding> Run(string folder)
    {
        var nodes = s_kinds.SelectMany(k => Directory.EnumerateFileSystemEntries(folder, k.Pattern).Select(path => (Path: path, k.Group)))
            .Where(n => !Directory.Exists(n.Path)).OrderBy(n => n.Path, StringComparer.Ordinal).ToList();
        if (nodes.Count == 0)
        {
            yield return Finding.Ok("devices: no serial port, SPI, I2C or GPIO here");
            yield break;
        }

        foreach (var (path, group) in nodes)
        {
            yield return Access(path, ReadAndWrite) == 0
                ? Finding.Ok($"devices: {path} may be used")
                : Finding.Warn($"devices: {path} may not be used by {Environment.UserName}", $"sudo usermod -aG {group} {Environment.UserName}, then log in anew");
        }
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Access(string path, int mode);
}

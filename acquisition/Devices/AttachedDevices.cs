using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices;

/// <summary>What is plugged in. Nothing is opened: a serial port that is opened resets many boards.</summary>
public static class AttachedDevices
{
    private static readonly (string Kind, string Pattern, string Text)[] s_patterns =
    [
        ("serial", "ttyUSB*", "USB serial adapter"),
        ("serial", "ttyACM*", "USB microcontroller"),
        ("serial", "ttyAMA*", "serial line of the board"),
        ("spi", "spidev*", "SPI device"),
        ("i2c", "i2c-*", "I2C bus"),
        ("gpio", "gpiochip*", "GPIO chip"),
    ];

    /// <summary>Lists the devices, serial lines first, each once.</summary>
    /// <param name="folder">Where device nodes lie.</param>
    public static IReadOnlyList<AttachedDevice> List(string folder = "/dev")
    {
        var found = new List<AttachedDevice>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in Files(Path.Combine(folder, "serial", "by-id"), "*"))
        {
            if (File.ResolveLinkTarget(link, returnFinalTarget: true) is not { Exists: true } target) continue;
            named.Add(target.FullName);
            found.Add(new AttachedDevice("serial", link, $"{Path.GetFileName(link).Replace('_', ' ')} ({target.Name})", DeviceNode.MayOpen(link)));
        }

        foreach (var (kind, pattern, text) in s_patterns)
        {
            foreach (var path in Files(folder, pattern))
            {
                if (!named.Contains(path)) found.Add(new AttachedDevice(kind, path, text, DeviceNode.MayOpen(path)));
            }
        }

        return found;
    }

    /// <summary>Files of a folder whose names match, in order; none where there is no such folder.</summary>
    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}

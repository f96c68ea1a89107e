using EcgEdge.Acquisition.Devices;

namespace EcgEdge.Acquisition.Tests.Devices;

public sealed class AttachedDevicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecgedge-dev-").FullName;

    [Fact]
    public void A_serial_line_is_listed_once_under_the_name_that_stays_the_same()
    {
        foreach (var node in (string[])["ttyUSB0", "ttyUSB1", "spidev0.0", "i2c-1", "gpiochip0", "null"]) File.WriteAllText(Path.Combine(_folder, node), "");
        var byId = Directory.CreateDirectory(Path.Combine(_folder, "serial", "by-id")).FullName;
        File.CreateSymbolicLink(Path.Combine(byId, "usb-Arduino_Uno-if00"), Path.Combine(_folder, "ttyUSB0"));
        File.CreateSymbolicLink(Path.Combine(byId, "usb-gone-if00"), Path.Combine(_folder, "ttyUSB9"));

        var devices = AttachedDevices.List(_folder);
        Assert.Equal(
            [("serial", "serial/by-id/usb-Arduino_Uno-if00"), ("serial", "ttyUSB1"), ("spi", "spidev0.0"), ("i2c", "i2c-1"), ("gpio", "gpiochip0")],
            devices.Select(d => (d.Kind, Path.GetRelativePath(_folder, d.Path))));
        Assert.Equal("usb-Arduino Uno-if00 (ttyUSB0)", devices[0].Text);
        Assert.All(devices, d => Assert.True(d.IsAccessible));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

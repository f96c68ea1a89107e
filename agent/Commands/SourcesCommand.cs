using System.CommandLine;
using System.Text.Json;
using EcgEdge.Acquisition.Devices;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary><c>sources</c>: what is plugged in, with the settings that read it.</summary>
internal static class SourcesCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var folder = new Option<string>("--devices") { Description = "Folder of the device nodes.", DefaultValueFactory = _ => "/dev" };
        var command = new Command("sources", "List serial ports, SPI devices, I2C buses and GPIO chips.") { json, folder };
        command.SetAction(parsed =>
        {
            AttachedSource[] sources = [.. AttachedDevices.List(parsed.GetValue(folder)!).Select(AttachedSource.Of)];
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(sources, ApiJson.Indented.AttachedSourceArray));
            else Print(sources);
            return CommandLine.Success;
        });
        return command;
    }

    private static void Print(AttachedSource[] sources)
    {
        foreach (var source in sources)
        {
            Console.WriteLine($"{source.Kind,-7}{source.Path}  {source.Text}{(source.Accessible ? "" : $"; not accessible: add this user to the group {source.Group}")}");
            if (source.Settings is not null) Console.WriteLine($"       {source.Settings}");
        }

        if (sources.Length == 0) Console.WriteLine("No serial port, SPI device, I2C bus or GPIO chip. On a Raspberry Pi, SPI and I2C are turned on with raspi-config.");
    }
}

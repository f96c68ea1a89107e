using EcgEdge.Acquisition.Devices;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Commands;

/// <summary>A device as <c>sources</c> shows it.</summary>
/// <param name="Kind">serial, spi, i2c or gpio.</param>
/// <param name="Path">Name to use in settings.</param>
/// <param name="Text">What it is.</param>
/// <param name="Accessible">Whether this user may open it.</param>
/// <param name="Group">Group that usually may.</param>
/// <param name="Settings">Settings that make it the first channel's source; null for a GPIO chip, which stands beside a converter.</param>
public sealed record AttachedSource(string Kind, string Path, string Text, bool Accessible, string Group, string? Settings)
{
    internal static AttachedSource Of(AttachedDevice device) => new(
        device.Kind,
        device.Path,
        device.Text,
        device.IsAccessible,
        device.Kind == SourceOptions.Serial ? "dialout" : device.Kind,
        device.Kind == "gpio" ? null : $"--Channels:0:Source:Kind {device.Kind} --Channels:0:Source:Path {device.Path}");
}

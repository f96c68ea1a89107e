namespace EcgEdge.Acquisition.Devices;

/// <summary>A device node that a source can be read from.</summary>
/// <param name="Kind">Kind of source: serial, spi, i2c; or gpio, for the AD8232's pins.</param>
/// <param name="Path">The name to use: one that stays the same when devices are plugged in another order, where there is one.</param>
/// <param name="Text">What it is, for a person.</param>
/// <param name="IsAccessible">Whether this user may open it.</param>
public sealed record AttachedDevice(string Kind, string Path, string Text, bool IsAccessible);

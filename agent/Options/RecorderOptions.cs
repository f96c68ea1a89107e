using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Options;

/// <summary>The continuous recording of every channel's signal. Off unless asked for: it is a wearer's data, and a card's wear.</summary>
public sealed record RecorderOptions
{
    /// <summary>Whether to record; default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Folder of the recordings; default <c>recordings</c> within <c>Storage:Directory</c>.</summary>
    public string? Directory { get; init; }

    /// <summary>Segments that ended longer ago than this are deleted, 1 to 3650; default 30.</summary>
    [Range(1, 3650)]
    public int MaxDays { get; init; } = 30;

    /// <summary>Beyond so many megabytes (10^6 bytes) of all channels together the oldest segments are deleted, 1 to 100000000; default 10000.</summary>
    [Range(1, 100_000_000)]
    public int MaxMegabytes { get; init; } = 10_000;

    /// <summary>
    /// Recording pauses while less than this is free on its disk, 0 to 1000000 megabytes; default 100. It leaves room for alerts.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinFreeMegabytes { get; init; } = 100;

    /// <summary>The folder, full path.</summary>
    /// <param name="storage">Where data is kept.</param>
    public string FolderWithin(StorageOptions storage) => Path.GetFullPath(Directory ?? Path.Combine(storage.Directory, "recordings"));

    public IEnumerable<string> Validate()
    {
        if (Directory is not null && string.IsNullOrWhiteSpace(Directory)) yield return "Recorder:Directory is empty; expected a folder.";
        if (MaxDays is < 1 or > 3650) yield return $"Recorder:MaxDays is {MaxDays}; expected 1 to 3650.";
        if (MaxMegabytes is < 1 or > 100_000_000) yield return $"Recorder:MaxMegabytes is {MaxMegabytes}; expected 1 to 100000000.";
        if (MinFreeMegabytes is < 0 or > 1_000_000) yield return $"Recorder:MinFreeMegabytes is {MinFreeMegabytes}; expected 0 to 1000000.";
    }
}

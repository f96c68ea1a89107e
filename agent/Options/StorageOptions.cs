using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Options;

/// <summary>Where data is kept, and how much of it.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the database; default <c>$XDG_DATA_HOME/ecgedge</c>, <c>/var/lib/ecgedge</c> under systemd.</summary>
    [MachineDefault]
    public string Directory { get; init; } = DataFolders.State();

    /// <summary>Days after which alerts, strips, beats and minutes are deleted, 1 to 36500; default 365. Alerts not delivered yet stay.</summary>
    [Range(1, 36_500)]
    public int MaxAgeDays { get; init; } = 365;

    /// <summary>
    /// Millions of bytes the database may use, 16 to 1,000,000; default 1000, about 80 days of one wearer's beats. Beyond it the oldest is
    /// deleted: beats and strips first, then minutes, alerts last.
    /// </summary>
    [Range(16, 1_000_000)]
    public int MaxMegabytes { get; init; } = 1000;

    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) errors.Add("Storage:Directory is empty; expected a folder.");
        if (MaxAgeDays is < 1 or > 36_500) errors.Add($"Storage:MaxAgeDays is {MaxAgeDays}; expected 1 to 36500.");
        if (MaxMegabytes is < 16 or > 1_000_000) errors.Add($"Storage:MaxMegabytes is {MaxMegabytes}; expected 16 to 1000000.");
        return errors;
    }
}

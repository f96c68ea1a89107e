using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Options;

/// <summary>Where data is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the database; default <c>$XDG_DATA_HOME/ecgedge</c>, <c>/var/lib/ecgedge</c> under systemd.</summary>
    [MachineDefault]
    public string Directory { get; init; } = DataFolders.State();

    /// <summary>Newest beats kept, at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBeats { get; init; } = 1_000_000;

    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) errors.Add("Storage:Directory is empty; expected a folder.");
        if (MaxBeats < 1) errors.Add($"Storage:MaxBeats is {MaxBeats}; expected at least 1.");
        return errors;
    }
}

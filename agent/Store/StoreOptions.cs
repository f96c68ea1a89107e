namespace EcgEdge.Agent.Store;

/// <summary>Limits of the store.</summary>
public sealed record StoreOptions
{
    /// <summary>Newest beats kept; older ones are deleted, so that the beats of a year cannot fill an SD card. At least 1.</summary>
    public int MaxBeats { get; init; } = 1_000_000;

    /// <summary>Every error in these options, empty when there is none.</summary>
    public IReadOnlyList<string> Validate() =>
        MaxBeats < 1 ? [$"Storage:MaxBeats is {MaxBeats}; expected at least 1."] : [];
}

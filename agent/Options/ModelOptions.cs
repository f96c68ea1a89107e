namespace EcgEdge.Agent.Options;

/// <summary>Where model packs lie.</summary>
public sealed record ModelOptions
{
    /// <summary>Folder with one folder per pack; default the packs that ship with the program.</summary>
    [MachineDefault]
    public string Directory { get; init; } = Inference.Packs.PackLoader.DefaultFolder;
}

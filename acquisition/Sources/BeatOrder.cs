namespace EcgEdge.Acquisition.Sources;

/// <summary>In which order the beats of a file are laid end to end.</summary>
public enum BeatOrder
{
    /// <summary>As the file has them.</summary>
    File,

    /// <summary>The same beats in stretches of normal rhythm broken by short runs of the others, as a wearer would show them. Seeded.</summary>
    Episodes,
}

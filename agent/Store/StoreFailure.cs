namespace EcgEdge.Agent.Store;

/// <summary>Why the store could not do something, which says whether to try again.</summary>
public enum StoreFailure
{
    /// <summary>The disk is full, read-only, gone or failing: it may work later.</summary>
    Unavailable,

    /// <summary>The file is another program's or of a newer EcgEdge, or another agent holds it: somebody has to see to it.</summary>
    Unusable,

    /// <summary>Part of the file is damaged: what touches that part will not work again, the rest does.</summary>
    Damaged,

    /// <summary>What was to be written contradicts what is stored: it never will be.</summary>
    Refused,
}

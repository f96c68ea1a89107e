namespace EcgEdge.Acquisition.Sources;

/// <summary>How an AD8232 detects lost contact (its AC/DC pin).</summary>
public enum LeadsMode
{
    /// <summary>Three electrodes: LO+ and LO- tell which one is off.</summary>
    Dc,

    /// <summary>Two electrodes: LO+ alone tells that one is off, LO- has no meaning.</summary>
    Ac,

    /// <summary>Contact is not detected.</summary>
    None,
}

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>One segment of a multi-segment record.</summary>
/// <param name="Name">Record of the segment; "~" for a gap.</param>
/// <param name="Length">Frames; 0 for the layout segment of a variable-layout record.</param>
public sealed record WfdbSegment(string Name, long Length)
{
    /// <summary>True where nothing was recorded.</summary>
    public bool IsGap => Name == "~";
}

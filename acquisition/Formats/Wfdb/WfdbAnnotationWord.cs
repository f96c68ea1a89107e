namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>The 16-bit words of annot(5): six bits of code, ten of time or data.</summary>
internal static class WfdbAnnotationWord
{
    public const int Skip = 59;
    public const int Number = 60;
    public const int Subtype = 61;
    public const int Channel = 62;
    public const int Auxiliary = 63;
    public const int MaxData = 0x3ff;
}

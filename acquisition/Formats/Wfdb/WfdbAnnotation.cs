namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>One annotation, terms as in annot(5).</summary>
/// <param name="Sample">Sample index, counted at the annotation file's own rate or else the record's frame rate.</param>
/// <param name="Code">1 to 49 as <see cref="WfdbCode"/> lists them.</param>
/// <param name="Subtype">SUB field, -128 to 127.</param>
/// <param name="Channel">CHN field, 0 to 255.</param>
/// <param name="Number">NUM field, -128 to 127.</param>
/// <param name="Auxiliary">AUX field, one character a byte (Latin-1), at most 255; MIT-BIH files end it with a NUL. Empty for none.</param>
public readonly record struct WfdbAnnotation(long Sample, int Code, sbyte Subtype = 0, byte Channel = 0, sbyte Number = 0, string Auxiliary = "")
{
    /// <summary>Mnemonic of the code.</summary>
    public string Mnemonic => WfdbCode.Mnemonic(Code);

    /// <summary>True for a beat.</summary>
    public bool IsBeat => WfdbCode.IsBeat(Code);
}

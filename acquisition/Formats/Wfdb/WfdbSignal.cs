namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>One signal line of a WFDB header, terms as in header(5).</summary>
/// <param name="FileName">Signal file, in the header's folder or one below; "~" holds no samples.</param>
/// <param name="Format">Signal format, as signal(5) numbers them.</param>
/// <param name="SamplesPerFrame">Samples of this signal in a frame, at least 1.</param>
/// <param name="Skew">Frames by which the stored signal lags the others.</param>
/// <param name="ByteOffset">Bytes before the first sample of the file.</param>
/// <param name="Gain">ADC units per physical unit; never 0.</param>
/// <param name="Baseline">ADC value of 0 physical units.</param>
/// <param name="Units">Physical units; mV when the header says none.</param>
/// <param name="AdcResolution">Bits; 0 when not said.</param>
/// <param name="AdcZero">ADC value of the middle of the range.</param>
/// <param name="InitialValue">First sample.</param>
/// <param name="Checksum">Sum of all samples modulo 2^16; null when not said.</param>
/// <param name="BlockSize">Bytes the file must be read in; 0 for ordinary files.</param>
/// <param name="Description">Name of the lead.</param>
public sealed record WfdbSignal(
    string FileName,
    int Format,
    int SamplesPerFrame,
    int Skew,
    long ByteOffset,
    double Gain,
    int Baseline,
    string Units,
    int AdcResolution,
    int AdcZero,
    int InitialValue,
    ushort? Checksum,
    int BlockSize,
    string Description)
{
    /// <summary>Gain of a signal whose header gives none or 0.</summary>
    public const double DefaultGain = 200;

    /// <summary>True for a signal without a file: all its samples are missing.</summary>
    public bool IsNull => FileName == "~" || Format == 0;
}

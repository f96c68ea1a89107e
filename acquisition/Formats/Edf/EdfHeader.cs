namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>The header of an EDF (Kemp 1992), EDF+ (Kemp and Olivan 2003) or BDF (BioSemi) file.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsBdf">True for 24-bit samples.</param>
/// <param name="IsPlus">True for EDF+ and BDF+, which have annotations.</param>
/// <param name="IsContinuous">False for EDF+D, whose data records may have gaps between them.</param>
/// <param name="Patient">Patient identification.</param>
/// <param name="Recording">Recording identification.</param>
/// <param name="StartTime">Local start; null when the fields hold no date.</param>
/// <param name="RecordCount">Data records.</param>
/// <param name="RecordSeconds">Duration of a data record; 0 in a file of annotations only.</param>
/// <param name="Signals">The signals, annotations among them.</param>
public sealed record EdfHeader(
    string Path,
    bool IsBdf,
    bool IsPlus,
    bool IsContinuous,
    string Patient,
    string Recording,
    DateTime? StartTime,
    long RecordCount,
    double RecordSeconds,
    IReadOnlyList<EdfSignal> Signals)
{
    /// <summary>Name of the file, for messages.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Bytes before the first data record.</summary>
    public int Bytes => 256 * (Signals.Count + 1);

    /// <summary>Bytes of a sample: 2, in BDF 3.</summary>
    public int SampleBytes => IsBdf ? 3 : 2;

    /// <summary>Bytes of a data record.</summary>
    public long RecordBytes => Signals.Sum(s => (long)s.SamplesPerRecord) * SampleBytes;

    /// <summary>Reads a header and checks the file's length against it.</summary>
    /// <exception cref="EcgFormatException">It is no such file, or shorter or longer than its header claims.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EdfHeader Read(string path)
    {
        using var stream = File.OpenRead(path);
        return new EdfHeaderParser(stream, path).Parse();
    }
}

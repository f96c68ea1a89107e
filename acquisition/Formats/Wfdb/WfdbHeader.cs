using System.Text;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>A WFDB header file, as header(5) of the WFDB Applications Guide describes it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Record name.</param>
/// <param name="SignalCount">Signals of the record.</param>
/// <param name="FrameRateHz">Frames per second; 250 when the header does not say.</param>
/// <param name="CounterHz">Counter frequency; the frame rate when not said.</param>
/// <param name="BaseCounter">Counter value at sample 0.</param>
/// <param name="Length">Frames; 0 when not said.</param>
/// <param name="BaseTime">Time of sample 0 as written; null when not said.</param>
/// <param name="BaseDate">Date of sample 0 as written; null when not said.</param>
/// <param name="Signals">Signals; none in the header of a multi-segment record.</param>
/// <param name="Segments">Segments; none in the header of an ordinary record.</param>
/// <param name="Comments">Text of the lines that begin with #.</param>
public sealed record WfdbHeader(
    string Path,
    string Name,
    int SignalCount,
    double FrameRateHz,
    double CounterHz,
    double BaseCounter,
    long Length,
    string? BaseTime,
    string? BaseDate,
    IReadOnlyList<WfdbSignal> Signals,
    IReadOnlyList<WfdbSegment> Segments,
    IReadOnlyList<string> Comments)
{
    private const long MaxBytes = 16 << 20;

    /// <summary>Name of the header file, for messages.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Folder of the header file.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Path of the header of a record given with or without ".hea".</summary>
    public static string PathOf(string record) => record.EndsWith(".hea", StringComparison.OrdinalIgnoreCase) ? record : record + ".hea";

    /// <summary>Reads a header file.</summary>
    /// <param name="path">Record, with or without ".hea", in any folder.</param>
    /// <exception cref="EcgFormatException">It is no WFDB header; the message names file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WfdbHeader Read(string path)
    {
        path = PathOf(path);
        using var stream = File.OpenRead(path);
        var name = System.IO.Path.GetFileName(path);
        if (stream.Length > MaxBytes) throw new EcgFormatException($"{name}: {stream.Length} bytes; a header has at most {MaxBytes}");
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        return new WfdbHeaderParser(new LineReader(reader, name), name).Parse(path);
    }
}

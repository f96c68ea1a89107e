using System.Globalization;
using System.Text;
using EcgEdge.Acquisition.Formats.Csv;
using EcgEdge.Acquisition.Formats.Edf;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Formats;

/// <summary>Reads a recording from a file of any kind known here: WFDB, EDF, BDF, CSV, ECG5000.</summary>
public static class RecordingFile
{
    private const int MaxSniffedLine = 1 << 16;

    /// <summary>Reads one channel of a file, or of a WFDB record given with or without an extension.</summary>
    /// <param name="path">The file or record.</param>
    /// <param name="channel">Name or index of the channel; null for the first that suits.</param>
    /// <param name="rateHz">Samples per second, for a file that does not say; one that does must agree within 0.1 %.</param>
    /// <exception cref="EcgFormatException">The file is not what it should be; the message names it and the place in it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingResult Read(string path, string? channel = null, double? rateHz = null)
    {
        if (rateHz is { } given) RateRange.Check(given, $"{Path.GetFileName(path)}, rate given");
        if (FindRecord(path) is { } record) return Agreeing(WfdbRecording.Read(record, channel), path, rateHz);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file or record", path);
        if (IsEdf(path)) return Agreeing(EdfRecording.Read(path, channel), path, rateHz);
        return IsEcg5000(path) ? Agreeing(ReadEcg5000(path), path, rateHz) : CsvRecording.Read(path, channel, rateHz);
    }

    /// <summary>Whether a text file holds labelled beats in ECG5000's form, which are no continuous signal.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsEcg5000(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is ".ARFF" or ".TS") return true;
        using var reader = new StreamReader(path, Encoding.UTF8);
        var buffer = new char[MaxSniffedLine];
        var line = buffer.AsSpan(0, reader.ReadBlock(buffer)).TrimStart();
        if (line.IndexOfAny('\n', '\r') is >= 0 and var end) line = line[..end];
        var columns = line.ToString().Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        return columns.Length == Ecg5000File.WindowLength + 1 && columns.All(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private static RecordingResult Agreeing(RecordingResult result, string path, double? rateHz)
    {
        var own = result.Recording.SampleRateHz;
        return rateHz is { } given && Math.Abs(given - own) > 0.001 * own
            ? throw new EcgFormatException(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {own} samples per second, not the {given} given"))
            : result;
    }

    /// <summary>Path of the header if a WFDB record is meant; null if not.</summary>
    private static string? FindRecord(string path)
    {
        var extension = Path.GetExtension(path).ToUpperInvariant();
        if (extension == ".HEA") return path;
        if (extension is ".DAT" or ".ATR" or ".QRS" && File.Exists(Path.ChangeExtension(path, ".hea"))) return Path.ChangeExtension(path, ".hea");
        return !File.Exists(path) && File.Exists(WfdbHeader.PathOf(path)) ? WfdbHeader.PathOf(path) : null;
    }

    private static bool IsEdf(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is ".EDF" or ".BDF" or ".REC") return true;
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[8];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == start.Length && (start.SequenceEqual("0       "u8) || start[0] == 0xff && start[1..].SequenceEqual("BIOSEMI"u8));
    }

    private static RecordingResult ReadEcg5000(string path)
    {
        var beats = Ecg5000File.Read(path);
        var recording = BeatTrain.Lay(beats, BeatOrder.File, 0, $"{Path.GetFileName(path)}, {beats.Count} beats end to end");
        return new RecordingResult(
            recording, "ECG5000", [$"{beats.Count} ECG5000 beats laid end to end at {Ecg5000File.SampleRateHz} samples per second, {BeatTrain.MillivoltsPerUnit} mV a unit"]);
    }
}

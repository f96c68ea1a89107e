using System.Globalization;
using System.Text;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>
/// Reads one column of a CSV file as a recording. Delimiter (comma, semicolon, tab, blanks), header lines, time column, its unit, the
/// rate and the unit of the values are found from the file; what was found is said in the notes. Lines that begin with # are comments.
/// </summary>
public static class CsvRecording
{
    private const int SniffedLines = 200;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Name or index (from 0, the time column not counted) of the value column; null for the first.</param>
    /// <param name="rateHz">Samples per second; needed where the file has no time column.</param>
    /// <exception cref="EcgFormatException">A cell is no number, or the rate cannot be known; the message names line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingResult Read(string path, string? channel = null, double? rateHz = null)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Read(reader, Path.GetFileName(path), channel, rateHz);
    }

    /// <summary>Reads a text.</summary>
    /// <inheritdoc cref="Read(string, string?, double?)"/>
    public static RecordingResult Read(TextReader reader, string name, string? channel = null, double? rateHz = null)
    {
        if (rateHz is { } given) RateRange.Check(given, $"{name}, rate given");
        var lines = new LineReader(reader, name);
        var sniffed = new List<(int Number, string Line)>();
        while (sniffed.Count < SniffedLines && Next(lines) is { } line) sniffed.Add((lines.Number, line));
        var layout = CsvLayout.Find([.. sniffed.Select(s => s.Line)], name);
        var columns = Enumerable.Range(0, layout.Names.Length).Where(i => i != layout.TimeColumn && layout.Names[i].Length > 0).ToArray();
        if (columns.Length == 0) throw new EcgFormatException($"{name}: no column of values");
        var column = columns[ChannelChoice.Find(channel, [.. columns.Select(i => layout.Names[i])], _ => true, name)];

        var rows = new CsvRows(layout, column, name);
        foreach (var (number, line) in sniffed.Skip(layout.HeaderLines)) rows.Add(line, number);
        while (Next(lines) is { } line) rows.Add(line, lines.Number);
        if (rows.Values.Count == 0) throw new EcgFormatException($"{name}: no samples after the header");
        return Make(layout, column, rows, name, rateHz);
    }

    private static RecordingResult Make(CsvLayout layout, int column, CsvRows rows, string name, double? rateHz)
    {
        var delimiter = layout.Delimiter switch { ' ' => "blanks", '\t' => "tabs", ';' => "semicolons", _ => "commas" };
        var notes = new List<string> { $"{layout.Names[column]} of {layout.Names.Length} columns, parted by {delimiter}, {layout.HeaderLines} header lines" };
        if (layout.DecimalComma) notes.Add("decimal commas");
        CsvVoltage.Convert(layout, column, rows.Values, notes);
        float[] samples;
        double rate;
        if (layout.TimeColumn >= 0)
        {
            (rate, samples) = CsvTimeAxis.Lay(rows.Times, rows.Values, layout.TimeUnit, rateHz, name, notes);
        }
        else
        {
            rate = rateHz ?? throw new EcgFormatException($"{name}: no time column; give the rate");
            samples = [.. rows.Values];
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{rate} samples per second, as given"));
        }

        if (samples.Count(float.IsNaN) is > 0 and var missing) notes.Add($"{missing} of {samples.Length} samples are missing");
        return new RecordingResult(new Recording($"{name}, {layout.Names[column]}", rate, samples, []), layout.Names[column], notes);
    }

    private static string? Next(LineReader lines)
    {
        while (lines.Next() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line) && line[0] != '#') return line;
        }

        return null;
    }
}

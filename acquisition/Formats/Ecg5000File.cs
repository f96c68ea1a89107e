using System.Globalization;

namespace EcgEdge.Acquisition.Formats;

/// <summary>
/// Reads ECG5000 as the UCR and UEA archives ship it. In .txt, .tsv and .csv a line is the label, then 140 samples, parted by blanks, tabs
/// or commas; in .arff and .ts the lines after @data are 140 samples, then the label (in .ts after a colon).
/// </summary>
public static class Ecg5000File
{
    /// <summary>Samples of a beat.</summary>
    public const int WindowLength = 140;

    /// <summary>The archive's rate: beats of a 250 Hz record, each resampled to 140 points.</summary>
    public const double SampleRateHz = 250;

    private static readonly char[] s_separators = [' ', '\t', ',', ':'];

    /// <summary>The classes of labels 1 to 5.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["Normal", "R-on-T PVC", "PVC", "SP", "UB"];

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="EcgFormatException">A line is not a beat; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Ecg5000Beat> Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path));
    }

    /// <summary>Reads all lines of a text; blank lines are skipped.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="EcgFormatException">A line is not a beat, or there is none.</exception>
    public static IReadOnlyList<Ecg5000Beat> Read(TextReader reader, string name)
    {
        var beats = new List<Ecg5000Beat>();
        var lines = new LineReader(reader, name);
        var hasHeader = false;
        var inHeader = false;
        while (lines.Next() is { } line)
        {
            // % begins a comment in .arff, # in .ts.
            if (string.IsNullOrWhiteSpace(line) || line[0] is '%' or '#') continue;
            if (line[0] == '@')
            {
                hasHeader = true;
                inHeader = !line.TrimEnd().Equals("@data", StringComparison.OrdinalIgnoreCase);
            }
            else if (inHeader)
            {
                throw new EcgFormatException($"{name}, line {lines.Number}: a beat before the @data line");
            }
            else
            {
                beats.Add(ParseLine(line, hasHeader, name, lines.Number));
            }
        }

        return beats.Count > 0 ? beats : throw new EcgFormatException($"{name}: no beats found; expected lines of a label and {WindowLength} samples");
    }

    private static Ecg5000Beat ParseLine(string line, bool labelLast, string name, int number)
    {
        var columns = line.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length != WindowLength + 1)
        {
            throw new EcgFormatException(
                $"{name}, line {number}: {columns.Length} columns; expected {WindowLength + 1} (a label and {WindowLength} samples)");
        }

        var labelColumn = labelLast ? WindowLength : 0;
        var firstSample = labelLast ? 0 : 1;
        var label = ParseNumber(columns[labelColumn], name, number, labelColumn + 1);
        if (label != Math.Floor(label) || label < 1 || label > ClassNames.Count)
            throw new EcgFormatException($"{name}, line {number}: label '{columns[labelColumn]}' is unknown; expected 1 to {ClassNames.Count}");

        var samples = new float[WindowLength];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)ParseNumber(columns[i + firstSample], name, number, i + firstSample + 1);
        return new Ecg5000Beat(number, (int)label, samples);
    }

    private static double ParseNumber(string text, string name, int line, int column)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        var shown = text.Length > 24 ? text[..24] + "..." : text;
        throw new EcgFormatException($"{name}, line {line}, column {column}: '{shown}' is not a number");
    }
}

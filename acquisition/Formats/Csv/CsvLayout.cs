namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>How a CSV file is laid out, found from its first lines.</summary>
internal sealed class CsvLayout
{
    private static readonly char[] s_blanks = [' ', '\t'];
    private static readonly char[] s_quotes = ['"', '\'', ' '];

    private CsvLayout(char delimiter) => Delimiter = delimiter;

    /// <summary>Comma, semicolon, tab, or a blank for runs of blanks.</summary>
    public char Delimiter { get; }

    /// <summary>True where 0,5 is a half.</summary>
    public bool DecimalComma { get; private set; }

    /// <summary>Column names; "column n" where the file has none.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>Units of each column where a line of them follows the names; else null.</summary>
    public string[]? Units { get; private set; }

    /// <summary>Lines of names and units.</summary>
    public int HeaderLines { get; private set; }

    /// <summary>Index of the time column; -1 without one.</summary>
    public int TimeColumn { get; private set; } = -1;

    public CsvTimeUnit TimeUnit { get; private set; }

    /// <summary>Finds the layout.</summary>
    /// <param name="lines">First lines, neither empty nor comments.</param>
    /// <param name="name">What to call the file in an error.</param>
    public static CsvLayout Find(IReadOnlyList<string> lines, string name)
    {
        if (lines.Count == 0) throw new EcgFormatException($"{name}: empty; expected lines of numbers");
        var delimiter = Array.Find(['\t', ';', ','], d => lines[0].Contains(d, StringComparison.Ordinal));
        var layout = new CsvLayout(delimiter == default ? ' ' : delimiter);
        var rows = lines.Select(layout.Split).ToList();
        layout.DecimalComma = delimiter != ',' && rows.SelectMany(r => r).Any(c => c.Contains(',', StringComparison.Ordinal))
            && !rows.Skip(1).SelectMany(r => r).Any(c => c.Contains('.', StringComparison.Ordinal));
        layout.FindHeader(rows);
        layout.FindTime(rows);
        return layout;
    }

    public string[] Split(string line)
    {
        var cells = Delimiter == ' ' ? line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries) : line.Split(Delimiter);
        for (var i = 0; i < cells.Length; i++) cells[i] = cells[i].Trim(s_quotes);
        return cells;
    }

    private void FindHeader(List<string[]> rows)
    {
        var first = rows[0];
        if (first.All(c => CsvCell.IsValue(c, DecimalComma)))
        {
            Names = [.. first.Select((_, i) => $"column {i + 1}")];
            return;
        }

        Names = first;
        HeaderLines = 1;
        if (rows.Count < 2 || rows[1].Length != first.Length || rows[1].Any(c => c.Length > 0 && CsvCell.IsValue(c, DecimalComma))) return;
        Units = rows[1];
        HeaderLines = 2;
    }

    private void FindTime(List<string[]> rows)
    {
        // The only column is the values, whatever it is called.
        if (Names.Length == 1) return;
        if (HeaderLines > 0) TimeColumn = Array.FindIndex(Names, CsvHeaderWords.IsTime);
        else if (LooksLikeTime(rows)) TimeColumn = 0;
        if (TimeColumn < 0) return;
        TimeUnit = CsvHeaderWords.TimeUnit(Names[TimeColumn]);
        if (TimeUnit == CsvTimeUnit.Unknown && Units is not null) TimeUnit = CsvHeaderWords.TimeUnit(Units[TimeColumn]);
        var data = rows.Skip(HeaderLines).Where(r => r.Length > TimeColumn).Select(r => r[TimeColumn]).ToList();
        if (data.Any(c => CsvCell.TryClock(c, out _))) TimeUnit = CsvTimeUnit.Seconds;
        // Unnamed whole numbers one apart count samples.
        else if (TimeUnit == CsvTimeUnit.Unknown && HeaderLines == 0 && Steps(data) is { Count: > 0 } steps && steps.All(s => s == 1)) TimeUnit = CsvTimeUnit.Samples;
    }

    /// <summary>True if the first column only rises, in steps that are nearly all alike.</summary>
    private bool LooksLikeTime(List<string[]> rows)
    {
        var first = rows.Select(r => r[0]).ToList();
        if (first.All(c => CsvCell.TryClock(c, out _))) return true;
        var steps = Steps(first);
        if (steps.Count < 3 || steps.Any(s => !(s > 0))) return false;
        var median = steps.Order().ElementAt(steps.Count / 2);
        return steps.Count(s => Math.Abs(s - median) < 0.5 * median) >= 0.9 * steps.Count;
    }

    private List<double> Steps(List<string> cells)
    {
        var values = cells.Select(c => CsvCell.TryNumber(c, DecimalComma, out var value) ? value : double.NaN).ToList();
        return [.. values.Skip(1).Zip(values, (next, last) => next - last)];
    }
}

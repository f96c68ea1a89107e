namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>Collects the time and value columns of the data lines.</summary>
internal sealed class CsvRows(CsvLayout layout, int column, string name)
{
    /// <summary>Times as written; empty without a time column.</summary>
    public List<double> Times { get; } = [];

    /// <summary>Values as written, later in millivolts; NaN where missing.</summary>
    public List<float> Values { get; } = [];

    public void Add(string line, int number)
    {
        var cells = layout.Split(line);
        // A delimiter at the end of every line makes an empty cell that is no column.
        var extra = cells.Length == layout.Names.Length + 1 && cells[^1].Length == 0;
        if (cells.Length != layout.Names.Length && !extra)
            throw new EcgFormatException($"{name}, line {number}: {cells.Length} columns; expected {layout.Names.Length}");
        if (!CsvCell.TryNumber(cells[column], layout.DecimalComma, out var value) || Math.Abs(value) > float.MaxValue / 1000) throw NoNumber(cells[column], column, number);
        if (layout.TimeColumn >= 0) AddTime(cells[layout.TimeColumn], number);
        Values.Add((float)value);
    }

    private void AddTime(string cell, int number)
    {
        if (!(CsvCell.TryClock(cell, out var time) || CsvCell.TryNumber(cell, layout.DecimalComma, out time)) || double.IsNaN(time) || Math.Abs(time) > 1e19)
            throw NoNumber(cell, layout.TimeColumn, number);
        if (Times.Count > 0 && time < Times[^1]) throw new EcgFormatException($"{name}, line {number}: time '{cell}' is before that of the line before");
        Times.Add(time);
    }

    private EcgFormatException NoNumber(string cell, int index, int number) =>
        new($"{name}, line {number}, column {index + 1}: '{(cell.Length > 24 ? cell[..24] + "..." : cell)}' is not a number");
}

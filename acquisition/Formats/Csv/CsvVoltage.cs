using System.Globalization;

namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>Turns a column into millivolts by its header or, without one, by its spread.</summary>
internal static class CsvVoltage
{
    /// <summary>
    /// An ECG spreads over some 0.3 to 30 mV. The same in volts is below the first limit, in microvolts above the second.
    /// </summary>
    private const double VoltsBelow = 0.03;
    private const double MicrovoltsAbove = 30;

    public static void Convert(CsvLayout layout, int column, List<float> values, List<string> notes)
    {
        if (layout.Units is { } units && VoltageUnit.TryGetMillivolts(units[column], out var millivolts))
        {
            notes.Add($"unit {units[column]}, from the header");
        }
        else if (CsvHeaderWords.TryVoltage(layout.Names[column], out millivolts))
        {
            notes.Add($"unit of '{layout.Names[column]}', from the header");
        }
        else
        {
            var finite = values.Where(float.IsFinite).Order().ToArray();
            var spread = finite.Length == 0 ? 0 : (double)finite[(int)(0.999 * (finite.Length - 1))] - finite[(int)(0.001 * (finite.Length - 1))];
            // A flat line has no spread to judge by.
            (millivolts, var unit) = spread is > 0 and < VoltsBelow ? (1000, "V") : spread > MicrovoltsAbove ? (0.001, "uV") : (1, "mV");
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"no unit in the file; values spread over {spread:0.####}, taken as {unit}"));
        }

        for (var i = 0; i < values.Count; i++) values[i] = (float)(values[i] * millivolts);
    }
}

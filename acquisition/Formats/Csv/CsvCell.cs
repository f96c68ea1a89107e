using System.Globalization;

namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>Reads cells of a CSV file.</summary>
internal static class CsvCell
{
    /// <summary>A number; NaN for an empty cell, "NaN", "NA", "null" or "-", which mean a missing sample.</summary>
    public static bool TryNumber(string cell, bool decimalComma, out double value)
    {
        if (cell.Length == 0 || cell is "-" || cell.Equals("nan", StringComparison.OrdinalIgnoreCase)
            || cell.Equals("na", StringComparison.OrdinalIgnoreCase) || cell.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        if (decimalComma) cell = cell.Replace(',', '.');
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>Seconds of a time of day or date: [h:]m:s[.f], or ISO 8601. Seconds are from midnight or from the year 2000.</summary>
    public static bool TryClock(string cell, out double seconds)
    {
        seconds = 0;
        if (!cell.Contains(':', StringComparison.Ordinal)) return false;
        if (cell.IndexOf('-', StringComparison.Ordinal) > 0)
        {
            if (!DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return false;
            // 2000 rather than 1: a double then holds a tenth of a microsecond.
            seconds = (time - new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
            return true;
        }

        var parts = cell.Split(':');
        if (parts.Length > 3) return false;
        foreach (var part in parts)
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
            seconds = seconds * 60 + value;
        }

        return true;
    }

    public static bool IsValue(string cell, bool decimalComma) => TryNumber(cell, decimalComma, out _) || TryClock(cell, out _);
}

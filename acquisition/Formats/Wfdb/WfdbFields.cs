using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>The blank-separated fields of one header line.</summary>
internal sealed class WfdbFields(string line, string place)
{
    private static readonly char[] s_blanks = [' ', '\t'];
    private int _position;

    /// <summary>What is left of the line.</summary>
    public string Rest => line[_position..].Trim();

    public bool TryNext([NotNullWhen(true)] out string? field)
    {
        while (_position < line.Length && line[_position] is ' ' or '\t') _position++;
        field = null;
        if (_position == line.Length) return false;
        var end = line.IndexOfAny(s_blanks, _position);
        if (end < 0) end = line.Length;
        field = line[_position..end];
        _position = end;
        return true;
    }

    public string Next(string what) => TryNext(out var field) ? field : throw new EcgFormatException($"{place}: no {what}");

    public long Integer(string text, string what, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new EcgFormatException($"{place}: {what} '{Shorten(text)}'; expected a whole number, {min} to {max}");

    public double Number(string text, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new EcgFormatException($"{place}: {what} '{Shorten(text)}' is not a number");

    /// <summary>Splits "a(b)" into a and b; b is null without parentheses.</summary>
    public (string Value, string? Inner) SplitParentheses(string text, string what)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return (text, null);
        return text.EndsWith(')')
            ? (text[..open], text[(open + 1)..^1])
            : throw new EcgFormatException($"{place}: {what} '{Shorten(text)}'; expected a closing parenthesis");
    }

    public static string Shorten(string text) => text.Length > 40 ? text[..40] + "..." : text;
}

using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Composes the header of a record whose signals lie in one file, <c>name.dat</c>.</summary>
internal static class WfdbHeaderText
{
    /// <exception cref="ArgumentException">A name, the rate or a number of signals is wrong.</exception>
    public static void Check(string name, double rateHz, int signals, WfdbWriterOptions options)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ArgumentException($"'{name}' is no record name; expected letters, digits, _ and -", nameof(name));
        if (!RateRange.Contains(rateHz)) throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, $"expected {RateRange.Min} to {RateRange.Max}");
        if (options.Leads.Count != signals || options.Leads.Any(l => l.Any(char.IsControl)))
            throw new ArgumentException($"{options.Leads.Count} lead names for {signals} signals; expected one line of text each", nameof(options));
    }

    /// <summary>The header as text, Latin-1.</summary>
    /// <param name="name">Record name.</param>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="length">
    /// Samples per signal; null while they are still being written: the record then goes as far as its file, and nothing is said about
    /// checksums.
    /// </param>
    /// <param name="options">Lead names, gain, units, start and comments.</param>
    /// <param name="format">Format of the signal file.</param>
    /// <param name="signals">First sample and sum of all samples of each signal.</param>
    public static string Of(
        string name, double rateHz, long? length, WfdbWriterOptions options, WfdbFormat format, IReadOnlyList<(int First, int Sum)> signals)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{name} {signals.Count} {rateHz}");
        // Fields can only be left out from the right: without a length there is no time, without a checksum no lead name.
        if (length is not null) text.Append(CultureInfo.InvariantCulture, $" {length}");
        if (length is not null && options.StartTime is { } start)
            text.Append(start.ToString(@" HH\:mm\:ss.fff dd\/MM\/yyyy", CultureInfo.InvariantCulture));
        text.Append('\n');
        for (var s = 0; s < signals.Count; s++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}.dat {format.Code} {options.Gain}({options.Baseline})/{options.Units} {format.Bits} 0");
            if (length is not null)
                text.Append(CultureInfo.InvariantCulture, $" {signals[s].First} {unchecked((short)signals[s].Sum)} 0 {options.Leads[s]}");
            text.Append('\n');
        }

        foreach (var comment in options.Comments)
        {
            foreach (var line in comment.Split('\n')) text.Append("# ").Append(line.TrimEnd('\r')).Append('\n');
        }

        return text.ToString();
    }
}

using System.Globalization;

namespace EcgEdge.Acquisition.Formats;

/// <summary>Which channel of a file is meant.</summary>
internal static class ChannelChoice
{
    /// <summary>Index of the channel named; a number that is no channel's name is an index from 0.</summary>
    /// <param name="wanted">Name (case does not matter) or index; null for the first that suits.</param>
    /// <param name="names">The file's channels.</param>
    /// <param name="suits">Whether a channel may be chosen unasked.</param>
    /// <param name="file">What to call the file in an error.</param>
    /// <exception cref="EcgFormatException">There is no such channel; the message lists those that there are.</exception>
    public static int Find(string? wanted, IReadOnlyList<string> names, Func<int, bool> suits, string file)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (wanted is null ? suits(i) : names[i].Equals(wanted, StringComparison.OrdinalIgnoreCase)) return i;
        }

        if (int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < names.Count) return index;
        var shown = string.Join(", ", names.Take(16).Select((n, i) => $"{i} {n}"));
        throw new EcgFormatException(wanted is null
            ? $"{file}: no channel in volts; it has: {shown}"
            : $"{file}: no channel '{wanted}'; it has: {shown}");
    }
}

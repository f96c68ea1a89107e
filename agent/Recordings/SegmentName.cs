using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// Names of recordings: a channel's folder, and its segments within it, <c>folder_20261125T100000Z</c>, with a number behind it where the
/// clock came by the same second twice. A WFDB record's name is at most 50 letters, digits and underscores.
/// </summary>
public static partial class SegmentName
{
    private const int LongestFolder = 29, KeptOfLonger = 20, HashBytes = 4;
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Folder of a channel: its name where that can be one, else what can be kept of it with a hash that keeps it apart.</summary>
    public static string Folder(string channel)
    {
        var clean = string.Concat(channel.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        if (clean == channel && clean.Length is > 0 and <= LongestFolder) return clean;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(channel)).AsSpan(0, HashBytes));
        return $"{clean[..Math.Min(clean.Length, KeptOfLonger)]}_{hash}";
    }

    /// <summary>Name of the record of a channel that begins at a time.</summary>
    public static string Record(string channel, DateTimeOffset startedAt) =>
        $"{Prefix(Folder(channel))}{startedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}";

    /// <summary>The same with a number, for one that is taken.</summary>
    public static string Numbered(string record, int number) => number == 1 ? record : $"{record}_{number}";

    /// <summary>Whether a record of a channel's folder can have been named here.</summary>
    public static bool IsRecord(string folder, string name) =>
        name.StartsWith(Prefix(folder), StringComparison.Ordinal) && Tail().IsMatch(name.AsSpan(folder.Length + 1));

    private static string Prefix(string folder) => folder.Replace('-', '_') + "_";

    [GeneratedRegex(@"^[0-9]{8}T[0-9]{6}Z(_[0-9]{1,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tail();
}

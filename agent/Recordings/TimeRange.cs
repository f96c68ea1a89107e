using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EcgEdge.Agent.Recordings;

/// <summary>A stretch of wall time, the end not included.</summary>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    private const string Separator = "..";

    /// <summary>The longest stretch that is written to one file.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public string? Problem => To <= From
        ? "it ends before it begins"
        : To - From > Longest ? $"it is longer than {Longest.TotalHours:0} hours; ask for it in parts" : null;

    /// <summary>Reads <c>2026-11-25T10:00:00Z..2026-11-25T10:05:00Z</c>, or <c>90s</c>, <c>10m</c>, <c>2h</c> for the last so long.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out TimeRange range)
    {
        range = default;
        if (text.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var middle)
        {
            if (!TryParseTime(text[..middle], out var from) || !TryParseTime(text[(middle + Separator.Length)..], out var to)) return false;
            range = new TimeRange(from, to);
            return true;
        }

        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
        double? unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => null };
        if (unit is null || count * unit is not (> 0 and < 1e9)) return false;
        range = new TimeRange(now - TimeSpan.FromSeconds(count * unit.Value), now);
        return true;
    }

    /// <summary>Reads a time as ISO 8601 has it; without a zone it is UTC.</summary>
    public static bool TryParseTime([NotNullWhen(true)] string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

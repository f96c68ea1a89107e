using System.Buffers.Text;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// One line of the text protocol: <c>value</c>, <c>time,value</c>, <c>value,lo+,lo-</c> or <c>time,value,lo+,lo-</c>, all integers, the
/// leads 0 (on) or 1 (off); <c>!</c> in the value's place says that leads are off, as the usual AD8232 sketch prints it.
/// </summary>
/// <param name="Counts">The value; 0 when there is none.</param>
/// <param name="Leads">Contact.</param>
/// <param name="Time">The device's time, in its unit; null when the line has none.</param>
internal readonly record struct TextLine(int Counts, LeadState Leads, uint? Time)
{
    private const int MostFields = 4;
    private static readonly LeadState s_bothOff = LeadState.PositiveOff | LeadState.NegativeOff;

    /// <summary>Reads a line without its end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out TextLine parsed)
    {
        parsed = default;
        Span<Range> fields = stackalloc Range[MostFields];
        var count = Split(line, fields);
        var hasTime = count is 2 or 4;
        if (count == 0 || hasTime && !TryTime(line[fields[0]], out _)) return false;

        var value = line[fields[hasTime ? 1 : 0]];
        var isOff = value.SequenceEqual("!"u8);
        var counts = 0;
        if (!isOff && !TryWhole(value, out counts)) return false;
        var leads = isOff ? s_bothOff : LeadState.On;
        if (count >= 3)
        {
            if (!TryLead(line[fields[count - 2]], LeadState.PositiveOff, ref leads)) return false;
            if (!TryLead(line[fields[count - 1]], LeadState.NegativeOff, ref leads)) return false;
        }

        uint time = 0;
        if (hasTime) _ = TryTime(line[fields[0]], out time);
        parsed = new TextLine(counts, leads, hasTime ? time : null);
        return true;
    }

    /// <summary>Fields between commas, semicolons, tabs or runs of spaces; 0 when there are none or too many.</summary>
    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int count = 0, at = 0;
        while (true)
        {
            while (at < line.Length && line[at] == ' ') at++;
            var start = at;
            while (at < line.Length && !IsSeparator(line[at])) at++;
            if (at == start || count == MostFields) return 0;
            fields[count++] = start..at;
            while (at < line.Length && line[at] == ' ') at++;
            if (at == line.Length) return count;
            if (IsSeparator(line[at])) at++;
        }
    }

    private static bool IsSeparator(byte b) => b is (byte)',' or (byte)';' or (byte)'\t' or (byte)' ';

    private static bool TryWhole(ReadOnlySpan<byte> field, out int value) => Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;

    private static bool TryTime(ReadOnlySpan<byte> field, out uint value) => Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;

    private static bool TryLead(ReadOnlySpan<byte> field, LeadState off, ref LeadState leads)
    {
        if (field.Length != 1 || field[0] is not ((byte)'0' or (byte)'1')) return false;
        if (field[0] == '1') leads |= off;
        return true;
    }
}

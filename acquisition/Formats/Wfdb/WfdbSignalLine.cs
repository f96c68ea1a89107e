namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// Parses a signal line: file, format[xSamplesPerFrame][:skew][+offset], then, each optional, gain[(baseline)][/units], ADC resolution,
/// ADC zero, initial value, checksum, block size and description.
/// </summary>
internal static class WfdbSignalLine
{
    private const int MaxSamplesPerFrame = 1 << 16;
    private const int MaxSkew = 1 << 24;
    private static readonly char[] s_marks = ['x', ':', '+'];

    public static WfdbSignal Parse(WfdbFields fields)
    {
        var file = fields.Next("file name");
        var (format, perFrame, skew, offset) = ParseFormat(fields, fields.Next("format"));
        var (gain, baseline, units) = fields.TryNext(out var text) ? ParseGain(fields, text) : (WfdbSignal.DefaultGain, null, "mV");
        var resolution = (int)Optional(fields, "ADC resolution", 0, 64, 0);
        var zero = (int)Optional(fields, "ADC zero", int.MinValue, int.MaxValue, 0);
        var initial = (int)Optional(fields, "initial value", int.MinValue, int.MaxValue, zero);
        ushort? checksum = fields.TryNext(out text) ? unchecked((ushort)fields.Integer(text, "checksum", int.MinValue, uint.MaxValue)) : null;
        var block = (int)Optional(fields, "block size", 0, int.MaxValue, 0);
        return new WfdbSignal(file, format, perFrame, skew, offset, gain, baseline ?? zero, units, resolution, zero, initial, checksum, block, fields.Rest);
    }

    private static (int Format, int PerFrame, int Skew, long Offset) ParseFormat(WfdbFields fields, string text)
    {
        int perFrame = 1, skew = 0;
        long offset = 0;
        var end = text.IndexOfAny(s_marks);
        var format = (int)fields.Integer(end < 0 ? text : text[..end], "signal format", 0, 9999);
        while (end >= 0)
        {
            var next = text.IndexOfAny(s_marks, end + 1);
            var value = text[(end + 1)..(next < 0 ? text.Length : next)];
            switch (text[end])
            {
                case 'x':
                    perFrame = (int)fields.Integer(value, "samples per frame", 1, MaxSamplesPerFrame);
                    break;
                case ':':
                    skew = (int)fields.Integer(value, "skew", 0, MaxSkew);
                    break;
                default:
                    offset = fields.Integer(value, "byte offset", 0, 1L << 40);
                    break;
            }

            end = next;
        }

        return (format, perFrame, skew, offset);
    }

    private static (double Gain, int? Baseline, string Units) ParseGain(WfdbFields fields, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var units = slash < 0 || slash == text.Length - 1 ? "mV" : text[(slash + 1)..];
        var (value, inner) = fields.SplitParentheses(slash < 0 ? text : text[..slash], "gain");
        var gain = fields.Number(value, "gain");
        int? baseline = inner is null ? null : (int)fields.Integer(inner, "baseline", int.MinValue, int.MaxValue);
        return (gain == 0 ? WfdbSignal.DefaultGain : gain, baseline, units);
    }

    private static long Optional(WfdbFields fields, string what, long min, long max, long otherwise) =>
        fields.TryNext(out var text) ? fields.Integer(text, what, min, max) : otherwise;
}

using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>Decodes time-stamped annotation lists (TAL) of EDF+: onset, optional duration, texts, each list ended by a NUL.</summary>
internal static class EdfTimeStampedAnnotations
{
    public const byte TextMark = 0x14;
    public const byte DurationMark = 0x15;

    private const double MaxSeconds = 1e10;

    /// <summary>Adds the annotations of one data record.</summary>
    /// <returns>Onset of the first list, which in the first annotation signal is the start of the data record; null if there is none.</returns>
    public static double? Parse(ReadOnlySpan<byte> bytes, string place, List<EdfAnnotation>? annotations)
    {
        double? first = null;
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)0);
            var list = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (list.Length == 0) continue;
            var mark = list.IndexOf(TextMark);
            if (mark < 0 || list[0] is not ((byte)'+' or (byte)'-')) throw new EcgFormatException($"{place}: an annotation without onset");
            var stamp = list[..mark];
            var duration = stamp.IndexOf(DurationMark);
            var onset = Seconds(duration < 0 ? stamp : stamp[..duration], place);
            first ??= onset;
            if (annotations is null) return first;
            AddTexts(list[(mark + 1)..], onset, duration < 0 ? null : Seconds(stamp[(duration + 1)..], place), annotations);
        }

        return first;
    }

    private static void AddTexts(ReadOnlySpan<byte> texts, double onset, double? duration, List<EdfAnnotation> annotations)
    {
        foreach (var range in texts.Split(TextMark))
        {
            // The empty text of a data record's first list only gives its start.
            if (texts[range].Length > 0) annotations.Add(new EdfAnnotation(onset, duration, Encoding.UTF8.GetString(texts[range])));
        }
    }

    private static double Seconds(ReadOnlySpan<byte> text, string place) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= MaxSeconds
            ? value
            : throw new EcgFormatException($"{place}: annotation time '{Encoding.Latin1.GetString(text[..Math.Min(24, text.Length)])}' is not a number of seconds");
}

using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>Encodes annotations as the time-stamped lists of each data record; the first list of a record is its start.</summary>
internal static class EdfAnnotationBlocks
{
    /// <param name="annotations">Annotations, their onsets in seconds after the first sample.</param>
    /// <param name="records">Data records.</param>
    /// <param name="recordSeconds">Duration of one.</param>
    /// <param name="startSeconds">Seconds, below 1, by which the first sample follows the start in the header, which knows whole seconds only.</param>
    public static byte[][] Make(IReadOnlyList<EdfAnnotation> annotations, int records, double recordSeconds, double startSeconds)
    {
        var texts = new StringBuilder?[records];
        foreach (var annotation in annotations.OrderBy(a => a.OnsetSeconds))
        {
            if (!double.IsFinite(annotation.OnsetSeconds) || annotation.DurationSeconds is { } d && !(d >= 0 && double.IsFinite(d)))
                throw new ArgumentException($"annotation '{annotation.Text}': onset or duration is no time", nameof(annotations));
            if (annotation.Text.Length == 0 || annotation.Text.Any(c => c < ' ' && c is not ('\t' or '\n' or '\r')))
                throw new ArgumentException($"annotation at {annotation.OnsetSeconds} s: empty text or control characters in it", nameof(annotations));
            var record = (int)Math.Clamp(annotation.OnsetSeconds / recordSeconds, 0, records - 1);
            var text = texts[record] ??= new StringBuilder();
            text.Append(Time(startSeconds + annotation.OnsetSeconds));
            if (annotation.DurationSeconds is { } duration)
                text.Append((char)EdfTimeStampedAnnotations.DurationMark).Append(Time(duration).AsSpan(1));
            text.Append((char)EdfTimeStampedAnnotations.TextMark).Append(annotation.Text).Append((char)EdfTimeStampedAnnotations.TextMark).Append('\0');
        }

        return [.. texts.Select((text, k) => Encoding.UTF8.GetBytes($"{Time(startSeconds + k * recordSeconds)}\u0014\u0014\0{text}"))];
    }

    private static string Time(double seconds) => seconds.ToString("+0.######;-0.######;+0", CultureInfo.InvariantCulture);
}

using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Edf;

namespace EcgEdge.Agent.Recordings;

/// <summary>An excerpt as EDF+ with its beats and alerts as annotations. EDF has 16 bits: the step follows from the largest sample.</summary>
internal static class ExcerptEdf
{
    private const int PatientNameLength = 60;

    /// <summary>Encodes an excerpt: the header, then the data records as they are asked for.</summary>
    /// <exception cref="EcgFormatException">EDF cannot express it; told before the first piece.</exception>
    public static IEnumerable<byte[]> Encode(Excerpt excerpt)
    {
        if (excerpt.StartedAt.Year is < 1985 or > 2084)
            throw new EcgFormatException($"{excerpt.Name}: starts in {excerpt.StartedAt.Year}; EDF holds 1985 to 2084");
        var options = new EdfWriterOptions
        {
            Labels = [RecordedSignal.Lead],
            StartTime = excerpt.StartedAt.UtcDateTime,
            Patient = excerpt.Wearer is { } wearer ? "X X X " + PatientName(wearer) : "X X X X",
            Annotations = [.. excerpt.Marks.Select(m => new EdfAnnotation(m.Annotation.Sample / excerpt.SampleRateHz, null, Printable(m.Label)))],
        };
        var largest = 0f;
        foreach (var piece in excerpt.Read())
        {
            foreach (var sample in piece)
            {
                if (!float.IsNaN(sample)) largest = Math.Max(largest, Math.Abs(sample));
            }
        }

        var pieces = EdfWriter.Encode(excerpt.SampleRateHz, excerpt.Length, largest, excerpt.Read(), options).GetEnumerator();
        // The header is made now, so that what cannot be expressed is told before anything is sent.
        pieces.MoveNext();
        return Rest(pieces);
    }

    private static IEnumerable<byte[]> Rest(IEnumerator<byte[]> pieces)
    {
        using (pieces)
        {
            do yield return pieces.Current;
            while (pieces.MoveNext());
        }
    }

    /// <summary>One ASCII word, as EDF+ asks.</summary>
    private static string PatientName(string wearer) =>
        string.Concat(wearer.Take(PatientNameLength).Select(c => c == ' ' ? '_' : c is > ' ' and <= '~' ? c : '?'));

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

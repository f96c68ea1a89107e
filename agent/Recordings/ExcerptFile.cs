using EcgEdge.Acquisition.Formats;

namespace EcgEdge.Agent.Recordings;

/// <summary>An excerpt ready to be sent as one file.</summary>
/// <param name="Name">File name.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="WriteAsync">Writes it; called once.</param>
public sealed record ExcerptFile(string Name, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync)
{
    public const string Wfdb = "wfdb", Edf = "edf", Csv = "csv";

    public static IReadOnlyList<string> Formats { get; } = [Wfdb, Edf, Csv];

    /// <summary>Prepares an excerpt as a file of a format.</summary>
    /// <exception cref="EcgFormatException">The format cannot express it.</exception>
    public static ExcerptFile Of(Excerpt excerpt, string format)
    {
        switch (format)
        {
            case Wfdb:
                return new(excerpt.Name + ".zip", "application/zip", (target, cancellation) => ExcerptWfdb.WriteZipAsync(excerpt, target, cancellation));
            case Csv:
                return new(excerpt.Name + ".csv", "text/csv", (target, cancellation) => ExcerptCsv.WriteAsync(excerpt, target, cancellation));
            case Edf:
                var pieces = ExcerptEdf.Encode(excerpt);
                return new(excerpt.Name + ".edf", "application/octet-stream", async (target, cancellation) =>
                {
                    foreach (var piece in pieces) await target.WriteAsync(piece, cancellation);
                });
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "expected wfdb, edf or csv");
        }
    }
}

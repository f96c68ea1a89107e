using System.IO.Compression;
using System.Text;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>An excerpt as a WFDB record: <c>.dat</c>, <c>.atr</c> and, since it tells the checksum, <c>.hea</c> at the end.</summary>
internal static class ExcerptWfdb
{
    /// <param name="excerpt">The excerpt.</param>
    /// <param name="open">Makes the file of a name; it is disposed when it is complete.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task WriteAsync(Excerpt excerpt, Func<string, Task<Stream>> open, CancellationToken cancellation)
    {
        var encoder = new WfdbSignalEncoder(RecordedSignal.Options(excerpt.StartedAt, excerpt.Comments));
        await using (var signal = await open(excerpt.Name + ".dat"))
        {
            foreach (var piece in excerpt.Read())
            {
                var bytes = new byte[piece.Length * encoder.BytesPerSample];
                encoder.Encode(piece, bytes);
                await signal.WriteAsync(bytes, cancellation);
            }
        }

        await using (var annotations = await open(excerpt.Name + ".atr"))
            await annotations.WriteAsync(new WfdbAnnotations([.. excerpt.Marks.Select(m => m.Annotation)]).ToBytes(), cancellation);
        await using var header = await open(excerpt.Name + ".hea");
        await header.WriteAsync(Encoding.Latin1.GetBytes(encoder.Header(excerpt.Name, excerpt.SampleRateHz, isComplete: true)), cancellation);
    }

    /// <summary>The same as one zip file.</summary>
    public static async Task WriteZipAsync(Excerpt excerpt, Stream target, CancellationToken cancellation)
    {
        var stream = new PostponedWrites(target);
        await using (var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation))
        {
            await WriteAsync(
                excerpt,
                name =>
                {
                    var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                    if (excerpt.StartedAt.Year is >= 1980 and <= 2107) entry.LastWriteTime = excerpt.StartedAt;
                    return entry.OpenAsync(cancellation);
                },
                cancellation);
        }

        await stream.FlushAsync(cancellation);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace EcgEdge.Agent.Analyses;

/// <summary>Unpacks a zip that someone sent, bounded in entries, bytes and growth; nothing in it leads out of its folder.</summary>
internal static class ZipFile
{
    /// <summary>Longest table of contents: some 1000 entries, so that it cannot fill the memory before it is refused.</summary>
    private const long MaxTableBytes = 128 << 10;

    /// <summary>An entry may grow to so many times its packed size: a flat ECG packs well, a bomb a thousand times.</summary>
    private const int MaxGrowth = 200;

    private const long FreeGrowthBytes = 1 << 20;
    private const int EndBytes = 22, MaxCommentBytes = ushort.MaxValue;

    /// <summary>Whether a file begins as a zip does.</summary>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && (start.SequenceEqual("PK\u0003\u0004"u8) || start.SequenceEqual("PK\u0005\u0006"u8));
    }

    /// <summary>Puts the entries beside the zip, which is deleted.</summary>
    /// <exception cref="UploadException">It is damaged or refused; the message names the entry.</exception>
    public static async Task UnpackAsync(string path, string name, UploadFolder folder, CancellationToken cancellation)
    {
        var packed = folder[Path.GetRandomFileName()];
        folder.SetAside(path, packed);
        try
        {
            await using var file = new FileStream(packed, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            CheckTable(file, name);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
            {
                if (entry.FullName.EndsWith('/') || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)) continue;
                var place = $"{name}, entry '{UploadName.Shown(entry.FullName)}'";
                var parts = UploadName.Parts(entry.FullName) ?? throw new UploadException(
                    StatusCodes.Status400BadRequest, $"{place}: expected a plain name in the zip's own folder or one below it");
                await using var content = await entry.OpenAsync(cancellation);
                await folder.AddAsync(content, parts, place, cancellation, FreeGrowthBytes + MaxGrowth * entry.CompressedLength);
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException or ArgumentException)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, $"{name}: a damaged zip, or one of a kind not read here ({UploadName.Shown(e.Message)})");
        }
    }

    /// <summary>Looks at the end of the file, where a zip says where its table of contents begins.</summary>
    private static void CheckTable(FileStream file, string name)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndBytes + MaxCommentBytes)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + EndBytes > tail.Length) throw new InvalidDataException("no table of contents at its end");
        var table = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (table == uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) == ushort.MaxValue)
            throw new UploadException(StatusCodes.Status400BadRequest, $"{name}: a zip64; expected a zip of at most {UploadFolder.MostFiles} files");
        if (file.Length - tail.Length + end - table > MaxTableBytes)
            throw new UploadException(StatusCodes.Status413PayloadTooLarge, $"{name}: a table of contents of more than {MaxTableBytes >> 10} kB; expected at most {UploadFolder.MostFiles} files");
        file.Seek(0, SeekOrigin.Begin);
    }
}

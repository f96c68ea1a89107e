using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EcgEdge.Acquisition.Formats;

namespace EcgEdge.Agent.Datasets;

/// <summary>
/// ECG5000 out of its archive: the two .txt files, byte for byte those of the UCR archive, known by their SHA-256. Where the archive has
/// only another form of them, or one with other line ends, they are made from its numbers.
/// </summary>
internal static class Ecg5000Archive
{
    /// <summary>Where the data set is published.</summary>
    public static readonly Uri Address = new("https://www.timeseriesclassification.com/aeon-toolkit/ECG5000.zip");

    /// <summary>Largest file that is unpacked; the larger half has 10 MB.</summary>
    public const int MaxFileBytes = 64 << 20;

    private static readonly string[] s_forms = [".txt", ".ts", ".arff", ".tsv", ".csv"];
    private static readonly char[] s_separators = [' ', '\t', ',', ':'];

    /// <summary>File names and SHA-256.</summary>
    public static IReadOnlyList<(string Name, string Sha256)> Files { get; } =
    [
        ("ECG5000_TRAIN", "0d96aff193311a6dc6111bf0dbd2f7d2313987fbf7a1da4a383d92563876057b"),
        ("ECG5000_TEST", "baf4ad57d28daa5e79050edd4185968181762bc83d45a757753015b4ba8ab295"),
    ];

    public static string FileName(string name) => name + ".txt";

    /// <summary>Whether a file is the one of this hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsGood(string path, string sha256)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
    }

    /// <summary>Unpacks one of the files.</summary>
    /// <param name="archive">The zip file.</param>
    /// <param name="name">Name without extension.</param>
    /// <param name="sha256">What it must be.</param>
    /// <exception cref="EcgFormatException">The archive is damaged, has no such file, or one that is another.</exception>
    public static byte[] Extract(Stream archive, string name, string sha256)
    {
        try
        {
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            var entries = s_forms.SelectMany(form => zip.Entries.Where(e => e.Name.Equals(name + form, StringComparison.OrdinalIgnoreCase))).ToList();
            if (entries.Count == 0) throw new EcgFormatException($"the archive has no {name} in any of {string.Join(", ", s_forms)}");
            foreach (var entry in entries)
            {
                var bytes = Unpack(entry);
                if (Matches(bytes, sha256)) return bytes;
                if (Typeset(bytes, Path.GetExtension(entry.Name)) is { } made && Matches(made, sha256)) return made;
            }

            throw new EcgFormatException($"{string.Join(", ", entries.Select(e => e.Name))} in the archive: not the data known as {name}: its SHA-256 is not {sha256}");
        }
        catch (InvalidDataException e)
        {
            throw new EcgFormatException($"the archive is damaged or cut short: {e.Message}", e);
        }
    }

    private static bool Matches(byte[] bytes, string sha256) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256;

    /// <summary>What a zip says of a file's size is not believed.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        using var source = entry.Open();
        using var target = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            if (target.Length + read > MaxFileBytes) throw new EcgFormatException($"{entry.Name} in the archive: more than {MaxFileBytes >> 20} MB");
            target.Write(buffer, 0, read);
        }

        return target.ToArray();
    }

    /// <summary>The layout of the archive's .txt: each number in 16 columns, 8 digits, the label first; null when a line holds something else.</summary>
    private static byte[]? Typeset(byte[] bytes, string form)
    {
        var labelLast = form.ToUpperInvariant() is ".TS" or ".ARFF";
        var text = new StringBuilder();
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Select(l => l.Trim()))
        {
            if (line.Length == 0 || line[0] is '#' or '%' or '@') continue;
            var columns = line.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length != Ecg5000File.WindowLength + 1) return null;
            if (labelLast) columns = [columns[^1], .. columns[..^1]];
            foreach (var column in columns)
            {
                if (!double.TryParse(column, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
                text.Append("  ").Append(number.ToString(" 0.0000000e+00;-0.0000000e+00; 0.0000000e+00", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}

using System.Text;

namespace EcgEdge.Acquisition.Tests.Formats.Edf;

/// <summary>Builds EDF and BDF files by hand, so that the reader is not tested against our own writer alone.</summary>
internal static class EdfBytes
{
    /// <summary>A file of one uV signal, and where there are texts of annotations, one signal of 32 bytes of them.</summary>
    public static byte[] Make(
        string reserved, string seconds, int samples, byte[][] records, string[]? annotations = null, string version = "0", string? count = null, string digitalMin = "-100")
    {
        var header = new StringBuilder();
        var signals = annotations is null ? 1 : 2;
        var bdf = version != "0";
        Put(version, 8);
        Put("X X X X", 80);
        Put("Startdate 02-FEB-2021 X X test", 80);
        Put("02.02.21", 8);
        Put("03.04.05", 8);
        Put($"{256 * (signals + 1)}", 8);
        Put(reserved, 44);
        Put(count ?? $"{records.Length}", 8);
        Put(seconds, 8);
        Put($"{signals}", 4);
        Column(16, "ECG", bdf ? "BDF Annotations" : "EDF Annotations");
        Column(80, "", "");
        Column(8, "uV", "");
        Column(8, "-200", "-1");
        Column(8, "200", "1");
        Column(8, digitalMin, "-32768");
        Column(8, "100", "32767");
        Column(80, "", "");
        Column(8, $"{samples}", bdf ? "12" : "16");
        Column(32, "", "");
        var bytes = new List<byte>(Encoding.Latin1.GetBytes(header.ToString()));
        for (var i = 0; i < records.Length; i++)
        {
            bytes.AddRange(records[i]);
            if (annotations is not null) bytes.AddRange(Encoding.UTF8.GetBytes(annotations[i]).Concat(new byte[40]).Take(bdf ? 36 : 32));
        }

        return [.. bytes];

        void Column(int width, string first, string second)
        {
            Put(first, width);
            if (signals == 2) Put(second, width);
        }

        void Put(string text, int width) => header.Append(text.PadRight(width));
    }
}

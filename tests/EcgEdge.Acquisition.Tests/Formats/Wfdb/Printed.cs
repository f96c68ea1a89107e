using System.Globalization;
using System.IO.Compression;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

/// <summary>What rdsamp, the original C program, prints for a record, and the same made from what we read.</summary>
internal static class Printed
{
    public static double[][] Expected(string name)
    {
        using Stream file = File.OpenRead(TestData.Require("formats", "expected", name));
        using var unpacked = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(unpacked);
        var rows = new List<double[]>();
        while (reader.ReadLine() is { } line)
            rows.Add([.. line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
        return [.. rows];
    }

    /// <summary>rdsamp prints a missing sample as a dash.</summary>
    private static double Number(string cell) => cell == "-" ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    public static WfdbRecord Open(params string[] parts) => WfdbRecord.Open(TestData.Require(["formats", .. parts]));

    /// <summary>One value a frame in ADC units: of several samples in a frame rdsamp prints the mean, cut off towards 0.</summary>
    public static int[] Frames(WfdbRecord record, int signal, long from, long to)
    {
        var n = record.Signals[signal].SamplesPerFrame;
        return [.. record.ReadDigital(signal, from * n, to * n).Chunk(n).Select(frame => (int)(frame.Sum(s => (long)s) / n))];
    }
}

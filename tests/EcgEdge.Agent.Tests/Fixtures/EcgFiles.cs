using System.Globalization;
using System.IO.Compression;
using System.Text;
using EcgEdge.Acquisition.Formats.Edf;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Acquisition.Tests.Formats.Edf;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Small real files of every format that analyses take, made by the project's own writers or by hand.</summary>
internal static class EcgFiles
{
    /// <summary>A synthetic heart with premature beats, 250 samples per second.</summary>
    public static Recording Heart(double seconds, int seed = 3) =>
        new SyntheticHeart(new SyntheticHeartOptions { Seed = seed, EctopicProbability = 0.08 }).Record(TimeSpan.FromSeconds(seconds));

    /// <summary>Labelled beats in one of the archive's forms: txt, csv, arff or ts.</summary>
    public static byte[] Beats(string form, int normal = 6, int wild = 4)
    {
        var text = SyntheticBeatFile.Text(normal, wild);
        var lines = text.TrimEnd().Split('\n').Select(l => l.Split('\t')).ToArray();
        return Encoding.UTF8.GetBytes(form switch
        {
            "csv" => text.Replace('\t', ','),
            "arff" => "@relation x\n@data\n" + string.Concat(lines.Select(l => string.Join(',', l.Skip(1)) + $",{l[0]}\n")),
            "ts" => "@problemName x\n@data\n" + string.Concat(lines.Select(l => string.Join(',', l.Skip(1)) + $":{l[0]}\n")),
            _ => text,
        });
    }

    /// <summary>A table with a column of seconds and one of millivolts.</summary>
    public static byte[] Csv(Recording heart) => Encoding.UTF8.GetBytes("time s,ecg mV\n" + string.Concat(heart.Millivolts.Select(
        (mv, i) => string.Create(CultureInfo.InvariantCulture, $"{i / heart.SampleRateHz:0.000},{mv:0.0000}\n"))));

    public static byte[] Edf(Recording heart)
    {
        using var folder = new TempDirectory();
        EdfWriter.Write(folder["r.edf"], heart.SampleRateHz, [heart.Millivolts], new EdfWriterOptions { Labels = ["ECG II"], StartTime = new DateTime(2026, 1, 31, 12, 0, 0) });
        return File.ReadAllBytes(folder["r.edf"]);
    }

    /// <summary>A BDF file of 24-bit samples, a record a second.</summary>
    public static byte[] Bdf(Recording heart)
    {
        var rate = (int)heart.SampleRateHz;
        byte[][] records = [.. heart.Millivolts.Chunk(rate).Where(second => second.Length == rate).Select(second => second.SelectMany(mv =>
        {
            var digital = (int)Math.Clamp(mv * 60, -100, 100);
            return new[] { (byte)digital, (byte)(digital >> 8), (byte)(digital >> 16) };
        }).ToArray())];
        return EdfBytes.Make("24BIT", "1", rate, records, version: "\u00ffBIOSEMI");
    }

    /// <summary>The files of a WFDB record with its reference beats, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Wfdb(Recording heart, string name = "r")
    {
        using var folder = new TempDirectory();
        WfdbWriter.Write(folder.Path, name, heart.SampleRateHz, [heart.Millivolts], new WfdbWriterOptions { Leads = ["II"], Gain = 2000 });
        var beats = heart.Beats.Select(b => new WfdbAnnotation(b.Index, WfdbCode.Find(b.Label == "Normal" ? "N" : "V")));
        new WfdbAnnotations([.. beats]).Write(folder[name + ".atr"]);
        return Directory.EnumerateFiles(folder.Path).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllBytes);
    }

    /// <summary>A zip of files.</summary>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}

using System.Diagnostics;
using System.Text;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Tests.Formats.Edf;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats;

/// <summary>2,000 seeded mutations of a small file of each format: read, or refused in one line, in bounded time and memory.</summary>
public class HostileFileTests
{
    private const int Mutations = 2000;

    /// <summary>A gap may take 2^26 samples, doubled where they are digital first; nothing else grows beyond the file.</summary>
    private const long MaxBytes = 700L << 20;

    public static TheoryData<string> Formats =>
        ["header", "dat", "multi", "atr", "edf", "edf+d", "bdf", "csv", "csv-time", "txt", "arff", "ts"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_mutated_file_is_read_or_refused_in_one_line_in_bounded_time_and_memory(string format)
    {
        using var folder = new TempFolder();
        var (name, original, entry) = Seed(folder, format);
        var random = new Random(format.Length * 7919 + format[0]);
        var (read, refused) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = i % 40 == 39 ? HostileBytes.Noise(random) : HostileBytes.Mutate(original, random);
            File.WriteAllBytes(folder.File(name), bytes);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var time = Stopwatch.GetTimestamp();
            try
            {
                RecordingFile.Read(folder.File(entry), rateHz: format == "csv" ? 250 : null);
                read++;
            }
            catch (IOException e)
            {
                refused++;
                Assert.DoesNotContain(e.Message, char.IsControl);
                Assert.True(e is EcgFormatException or FileNotFoundException, $"mutation {i}: {e}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MaxBytes);
            Assert.InRange(Stopwatch.GetElapsedTime(time).TotalSeconds, 0, 10);
        }

        Assert.True(refused > Mutations / 20, $"only {refused} refused: the mutations do not bite");
        Assert.True(read > 0, "none read: every mutation bites, so the file was bad to begin with");
    }

    private static (string Name, byte[] Original, string Entry) Seed(TempFolder folder, string format)
    {
        var signal = Enumerable.Range(0, 60).Select(i => i % 10 / 4f).ToArray();
        if (format is "header" or "dat" or "multi" or "atr")
        {
            WfdbWriter.Write(folder.Path, "r", 250, [signal, signal], new WfdbWriterOptions { Leads = ["I", "II"], Format = 212 });
            new WfdbAnnotations([new(5, 1, Auxiliary: "(N\0"), new(2000, 5, 1, 2, 3), new(30, 28)], 250, [new(42, "q", "own")]).Write(folder.File("r.atr"));
            folder.Write("m.hea", "m/3 2 250 125\nr 60\n~ 5\nr 60\n");
            var name = format switch { "header" => "r.hea", "dat" => "r.dat", "multi" => "m.hea", _ => "r.atr" };
            return (name, File.ReadAllBytes(folder.File(name)), format == "multi" ? "m.hea" : "r.hea");
        }

        var beat = string.Join(',', Enumerable.Range(0, 140).Select(i => i % 7));
        var records = Enumerable.Range(0, 3).Select(_ => new byte[] { 1, 0, 2, 0, 3, 0 }).ToArray();
        string[] times = ["+0\u0014\u0014\0+0.1\u00151\u0014a\u0014\0", "+1\u0014\u0014\0", "+4\u0014\u0014\0"];
        return format switch
        {
            "edf" => Same("f.edf", EdfBytes.Make("", "1", 3, records)),
            "edf+d" => Same("f.edf", EdfBytes.Make("EDF+D", "1", 3, records, times)),
            "bdf" => Same("f.bdf", EdfBytes.Make("BDF+C", "1", 2, records, times, "\u00ffBIOSEMI")),
            "csv" => Same("f.csv", Text("ecg mV\n" + string.Join('\n', signal))),
            "csv-time" => Same("f.csv", Text("time,ecg\n" + string.Join('\n', signal.Select((x, i) => $"{i * 4},{x}")))),
            "txt" => Same("f.txt", Text($"1 {beat}\n2 {beat}\n".Replace(',', ' '))),
            "arff" => Same("f.arff", Text($"@relation x\n@data\n{beat},1\n{beat},2\n")),
            _ => Same("f.ts", Text($"@problemName x\n@data\n{beat}:1\n{beat}:2\n")),
        };

        static (string Name, byte[] Original, string Entry) Same(string name, byte[] bytes) => (name, bytes, name);
        static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
    }
}

using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

/// <summary>What is written piece by piece is byte for byte what is written at once.</summary>
public class WfdbPiecewiseTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(80)]
    public void A_signal_in_pieces_is_the_signal_at_once(int format)
    {
        using var folder = new TempFolder();
        var samples = Signal(5000);
        var options = new WfdbWriterOptions
        {
            Leads = ["ECG"],
            Format = format,
            Gain = 100,
            StartTime = new DateTime(2026, 11, 5, 3, 4, 5, 678),
            Comments = ["one", "two"],
        };
        WfdbWriter.Write(folder.Path, "r", 250, [samples], options);

        var encoder = new WfdbSignalEncoder(options);
        var bytes = new byte[samples.Length * encoder.BytesPerSample];
        for (var (from, size) = (0, 1); from < samples.Length; from += size, size = size * 3 % 1777 + 1)
        {
            var part = samples.AsSpan(from, Math.Min(size, samples.Length - from));
            encoder.Encode(part, bytes.AsSpan(from * encoder.BytesPerSample));
        }

        Assert.Equal(File.ReadAllBytes(folder.File("r.dat")), bytes);
        Assert.Equal(File.ReadAllText(folder.File("r.hea")), encoder.Header("r", 250, isComplete: true));
        Assert.Contains("03:04:05.678 05/11/2026", encoder.Header("r", 250, isComplete: true), StringComparison.Ordinal);

        var resumed = new WfdbSignalEncoder(options);
        resumed.Resume(new MemoryStream([.. bytes, .. new byte[encoder.BytesPerSample - 1]]));
        Assert.Equal(encoder.Header("r", 250, isComplete: true), resumed.Header("r", 250, isComplete: true));
    }

    [Fact]
    public void A_header_of_a_signal_under_way_goes_as_far_as_its_file()
    {
        using var folder = new TempFolder();
        var encoder = new WfdbSignalEncoder(new WfdbWriterOptions { Leads = ["ECG"], Format = 24, Gain = 1000 });
        var bytes = new byte[300];
        encoder.Encode(Signal(100), bytes);
        File.WriteAllText(folder.File("r.hea"), encoder.Header("r", 250, isComplete: false));
        File.WriteAllBytes(folder.File("r.dat"), [.. bytes, 1, 2]);

        var record = WfdbRecord.Open(folder.File("r"));
        record.VerifyChecksums();
        Assert.Equal(Signal(100), record.ReadMillivolts(0));
    }

    [Fact]
    public void An_annotation_file_is_whole_after_every_flush()
    {
        using var folder = new TempFolder();
        var path = folder.File("r.atr");
        var all = new List<WfdbAnnotation>();
        using (var log = WfdbAnnotationLog.Create(path))
        {
            Check();
            for (var i = 0; i < 50; i++)
            {
                Add(new WfdbAnnotation(i * 173, i % 3 == 0 ? 5 : 1, (sbyte)(i % 2)));
                if (i % 7 == 0) Add(new WfdbAnnotation(i * 173 + 5000 * i, WfdbCode.Note, Auxiliary: new string('x', i)));
                log.Flush(toDisk: i % 2 == 0);
                Check();
            }

            void Add(WfdbAnnotation annotation)
            {
                log.Add(annotation);
                all.Add(annotation);
            }
        }

        Assert.Throws<IOException>(() => WfdbAnnotationLog.Create(path));

        void Check()
        {
            Assert.Equal(new WfdbAnnotations(all).ToBytes(), File.ReadAllBytes(path));
            Assert.Equal(all, WfdbAnnotations.Read(path).Items);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(212)]
    [InlineData(310)]
    public void A_format_that_packs_samples_together_is_refused(int format) =>
        Assert.Throws<ArgumentException>(() => new WfdbSignalEncoder(new WfdbWriterOptions { Leads = ["ECG"], Format = format }));

    private static float[] Signal(int length) => [.. Enumerable.Range(0, length).Select(i => i % 31 == 3 ? float.NaN : i % 250 / 200f - 0.5f).Select(Round)];

    private static float Round(float millivolts) => (float)(Math.Round(millivolts * 100.0) / 100);
}

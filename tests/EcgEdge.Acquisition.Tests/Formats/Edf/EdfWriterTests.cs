using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Edf;

namespace EcgEdge.Acquisition.Tests.Formats.Edf;

public class EdfWriterTests
{
    private static readonly DateTime s_start = new(2024, 2, 29, 23, 59, 58);

    [Theory]
    [InlineData(250, 1000)]
    [InlineData(360, 1001)]
    [InlineData(128.5, 777)]
    [InlineData(257.7, 777)]
    [InlineData(0.5, 3)]
    public void What_is_written_reads_back_sample_for_sample_with_its_annotations(double rate, int length)
    {
        using var folder = new TempFolder();
        var random = new Random(1);
        var first = Enumerable.Range(0, length).Select(i => i % 31 == 3 ? float.NaN : random.Next(-32767, 32768) / 10_000f).ToArray();
        var second = first.Select(x => x * 100).ToArray();
        EdfAnnotation[] annotations = [new(0.004, null, "N"), new(Math.Round(length / rate - 0.01, 3), 0.5, "V \u00e9"), new(1e6, null, "late")];
        EdfWriter.Write(folder.File("w.edf"), rate, [first, second], new EdfWriterOptions { Labels = ["ECG I", "ECG II"], StartTime = s_start, Annotations = annotations });

        var file = EdfFile.Open(folder.File("w.edf"));
        Assert.True(file.Header.IsPlus && file.Header.IsContinuous);
        Assert.Equal(s_start, file.Header.StartTime);
        Assert.Equal("Startdate 29-FEB-2024 X X EcgEdge", file.Header.Recording);
        Assert.Equal(rate, file.RateHz(0), 1e-6 * rate);
        Assert.Equal(annotations, file.ReadAnnotations());
        Check(first, file.ReadMillivolts(0), 1e-6f);
        Check(second, file.ReadMillivolts(1), 1e-4f);

        static void Check(float[] expected, float[] actual, float tolerance)
        {
            Assert.All(actual[expected.Length..], x => Assert.True(float.IsNaN(x)));
            for (var i = 0; i < expected.Length; i++)
                Assert.True(float.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= tolerance, $"sample {i}: {actual[i]}; expected {expected[i]}");
        }
    }

    [Fact]
    public void A_recording_read_back_does_not_end_in_the_padding()
    {
        using var folder = new TempFolder();
        EdfWriter.Write(folder.File("w.edf"), 250, [[0.1f, 0.2f, 0.3f]], new EdfWriterOptions { Labels = ["ECG"], StartTime = s_start });

        Assert.Equal([0.1f, 0.2f, 0.3f], RecordingFile.Read(folder.File("w.edf")).Recording.Millivolts, (x, y) => Math.Abs(x - y) < 1e-6f);
    }

    [Theory]
    [InlineData(250, 1000)]
    [InlineData(257.7, 777)]
    public void A_signal_in_pieces_is_the_file_at_once(double rate, int length)
    {
        using var folder = new TempFolder();
        var samples = Enumerable.Range(0, length).Select(i => i % 31 == 3 ? float.NaN : i / 200f).ToArray();
        var options = new EdfWriterOptions { Labels = ["ECG"], StartTime = s_start, Annotations = [new(0.5, null, "N"), new(1.5, null, "V")] };
        EdfWriter.Write(folder.File("w.edf"), rate, [samples], options);

        var pieces = samples.Chunk(7).Concat([[]]);
        Assert.Equal(
            File.ReadAllBytes(folder.File("w.edf")),
            EdfWriter.Encode(rate, length, samples.Where(x => !float.IsNaN(x)).Max(), pieces, options).SelectMany(b => b));
        Assert.Throws<ArgumentException>(() => EdfWriter.Encode(rate, length + 1, 1, pieces, options).Count());
        Assert.Throws<ArgumentException>(() => EdfWriter.Encode(rate, length - 1, 1, pieces, options).Count());
    }

    [Fact]
    public void Fractions_of_the_starting_second_are_in_the_annotations()
    {
        using var folder = new TempFolder();
        EdfWriter.Write(folder.File("w.edf"), 250, [new float[300]], new EdfWriterOptions
        {
            Labels = ["ECG"],
            StartTime = s_start.AddMilliseconds(250),
            Annotations = [new(0.5, null, "N")],
        });

        var file = EdfFile.Open(folder.File("w.edf"));
        Assert.Equal(s_start, file.Header.StartTime);
        Assert.Equal([new EdfAnnotation(0.75, null, "N")], file.ReadAnnotations());
        var bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("w.edf")));
        Assert.Contains("+0.25\u0014\u0014\0", bytes, StringComparison.Ordinal);
        Assert.Contains("+1.25\u0014\u0014\0", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_beyond_what_edf_holds_is_refused()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<EcgFormatException>(() =>
            EdfWriter.Write(folder.File("w.edf"), 250, [[4000]], new EdfWriterOptions { Labels = ["ECG"], StartTime = s_start }));

        Assert.Equal("w.edf, signal 0 (ECG): a sample of 4000 mV; EDF holds up to 3276.7 mV", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}

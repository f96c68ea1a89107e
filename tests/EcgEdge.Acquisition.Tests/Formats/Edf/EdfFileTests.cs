using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Edf;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats.Edf;

public class EdfFileTests
{
    [Fact]
    public void The_edf_and_wfdb_twins_hold_the_same_samples()
    {
        var edf = EdfFile.Open(TestData.Require("formats", "test_generator_2.edf"));
        var wfdb = WfdbRecord.Open(TestData.Require("formats", "test_generator_2.hea"));

        Assert.Equal(12, edf.Header.Signals.Count);
        Assert.Equal(new DateTime(2009, 12, 10, 12, 44, 2), edf.Header.StartTime);
        for (var s = 0; s < 11; s++)
        {
            Assert.Equal(wfdb.Signals[s].Description, edf.Header.Signals[s].Label);
            Assert.Equal(200, edf.RateHz(s));
            Assert.Equal(120_000, edf.ReadDigital(s).Length);
            Assert.Equal(wfdb.ReadDigital(s), edf.ReadDigital(s));
        }

        var (a, b) = (edf.ReadMillivolts(3), wfdb.ReadMillivolts(3));
        for (var i = 0; i < a.Length; i++) Assert.Equal(b[i], a[i], 0.00002f);
    }

    [Fact]
    public void Annotations_of_a_file_without_signals_are_read()
    {
        var annotations = EdfFile.Open(TestData.Require("formats", "test_edfann.edf")).ReadAnnotations();

        Assert.Equal(new EdfAnnotation(0, 30, "Sleep stage W"), annotations[0]);
        Assert.Contains(new EdfAnnotation(33.43, 0, "Lights off@@EEG F4-A1"), annotations);
        Assert.True(annotations.Count > 100, $"{annotations.Count} annotations");
    }

    [Fact]
    public void Records_that_are_not_continuous_leave_gaps_of_the_right_length()
    {
        using var folder = new TempFolder();
        var path = folder.Write("d.edf", EdfBytes.Make(
            "EDF+D", "0.5", 2, [[100, 0, 0x9c, 0xff], [1, 0, 2, 0], [3, 0, 4, 0]],
            ["+10\u0014\u0014\0+10.25\u00151\u0014beat\u0014two\u0014\0", "+11.5\u0014\u0014\0", "+12\u0014\u0014\0"]));
        var file = EdfFile.Open(path);

        Assert.Equal([100, -100, int.MinValue, int.MinValue, int.MinValue, int.MinValue, 1, 2, 3, 4], file.ReadDigital(0));
        Assert.Equal([0.2f, -0.2f, float.NaN, float.NaN, float.NaN, float.NaN, 0.002f, 0.004f, 0.006f, 0.008f], file.ReadMillivolts(0), (x, y) => x.Equals(y) || Math.Abs(x - y) < 1e-7f);
        Assert.Equal([new EdfAnnotation(10.25, 1, "beat"), new EdfAnnotation(10.25, 1, "two")], file.ReadAnnotations());
        Assert.Equal(4, file.RateHz(0));
    }

    [Fact]
    public void Bdf_samples_have_24_bits()
    {
        using var folder = new TempFolder();
        var path = folder.Write("b.bdf", EdfBytes.Make("24BIT", "1", 3, [[1, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0x80]], version: "\u00ffBIOSEMI", digitalMin: "-8388607"));

        Assert.Equal([1, -1, EdfFile.Missing], EdfFile.Open(path).ReadDigital(0));
    }

    [Fact]
    public void An_interrupted_recording_counts_its_whole_records()
    {
        using var folder = new TempFolder();
        var path = folder.Write("i.edf", EdfBytes.Make("", "1", 2, [[1, 0, 2, 0], [3, 0]], count: "-1"));

        Assert.Equal([1, 2], EdfFile.Open(path).ReadDigital(0));
    }

    [Theory]
    [InlineData("2", "1", "e.edf: 516 bytes; its header claims 2 data records of 4 bytes, which take 520")]
    [InlineData("99999999", "1", "e.edf: 516 bytes; its header claims 99999999 data records of 4 bytes, which take 400000508")]
    [InlineData("x", "1", "e.edf, byte 236: number of data records 'x'; expected a whole number, -1 to 549755813887")]
    [InlineData("1", "nan", "e.edf, byte 244: duration of a data record 'nan' is not a number")]
    [InlineData("1", "-1", "e.edf, byte 244: duration of a data record expected 0 to 1000000 seconds")]
    [InlineData("1", "0", "e.edf, signal 0 (ECG): rate of Infinity samples per second; expected 0.01 to 200000")]
    [InlineData("1", "1e-6", "e.edf, signal 0 (ECG): rate of 2000000 samples per second; expected 0.01 to 200000")]
    [InlineData("1", "\0", "e.edf, byte 244: NUL byte; expected text")]
    public void A_lying_header_is_refused_with_the_numbers(string count, string seconds, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("e.edf", EdfBytes.Make("", seconds, 2, [[1, 0, 2, 0]], count: count));

        Assert.Equal(message, Assert.Throws<EcgFormatException>(() => EdfRecording.Read(path)).Message);
    }

    [Fact]
    public void Start_times_that_claim_gigabytes_of_gap_are_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("g.edf", EdfBytes.Make("EDF+D", "0.01", 2, [[1, 0, 2, 0], [1, 0, 2, 0]], ["+0\u0014\u0014\0", "+20000000\u0014\u0014\0"]));

        Assert.Contains("3999999998 samples claimed", Assert.Throws<EcgFormatException>(() => EdfRecording.Read(path)).Message, StringComparison.Ordinal);
    }
}

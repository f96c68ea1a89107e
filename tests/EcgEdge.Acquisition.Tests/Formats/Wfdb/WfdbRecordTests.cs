using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

public class WfdbRecordTests
{
    public static TheoryData<int> WritableFormats => [16, 24, 32, 61, 80, 160, 212, 310, 311];

    [Theory]
    [MemberData(nameof(WritableFormats))]
    public void What_is_written_reads_back_sample_for_sample_with_a_right_checksum(int format)
    {
        using var folder = new TempFolder();
        foreach (var (signals, length) in new[] { (1, 1), (1, 2), (2, 3), (3, 30_001), (5, 997) })
        {
            var random = new Random(format);
            var limit = format is 80 ? 127 : format is 310 or 311 ? 511 : 2047;
            var data = Enumerable.Range(0, signals).Select(_ => Enumerable.Range(0, length)
                .Select(i => i % 50 == 7 ? float.NaN : random.Next(-limit, limit + 1) / 200f).ToArray()).ToArray();
            var leads = Enumerable.Range(0, signals).Select(i => $"lead {i}").ToList();
            WfdbWriter.Write(folder.Path, "r", 360, data, new WfdbWriterOptions { Leads = leads, Format = format, Comments = ["made by a test"] });

            var record = WfdbRecord.Open(folder.File("r"));
            record.VerifyChecksums();
            Assert.Equal((length, 360.0, "lead 0"), (record.FrameCount, record.Header.FrameRateHz, record.Signals[0].Description));
            Assert.Equal(["made by a test"], record.Header.Comments);
            for (var s = 0; s < signals; s++)
            {
                Assert.Equal(data[s], record.ReadMillivolts(s));
                Assert.Equal(data[s][(length / 3)..(length / 2)], record.ReadMillivolts(s, length / 3, length / 2));
            }
        }
    }

    [Fact]
    public void The_extremes_of_each_format_survive()
    {
        using var folder = new TempFolder();
        foreach (var (format, bits) in new[] { (16, 16), (61, 16), (80, 8), (160, 16), (212, 12), (310, 10), (311, 10), (24, 24) })
        {
            var most = (1 << (bits - 1)) - 1;
            float[] data = [most, -most, 0, -1, 1, float.NaN, most];
            WfdbWriter.Write(folder.Path, "x", 250, [data], new WfdbWriterOptions { Leads = ["I"], Format = format, Gain = 1 });
            Assert.Equal([most, -most, 0, -1, 1, WfdbRecord.Missing, most], WfdbRecord.Open(folder.File("x")).ReadDigital(0));
        }
    }

    [Fact]
    public void A_sample_that_does_not_fit_is_refused_before_anything_is_written()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<EcgFormatException>(() =>
            WfdbWriter.Write(folder.Path, "r", 250, [[0, 11]], new WfdbWriterOptions { Leads = ["I"], Format = 212 }));

        Assert.Equal("r, signal 0 (I), sample 1: 11 mV is 2200 at gain 200/mV; format 212 holds -2047 to 2047", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("uV", 0.2, 1)]
    [InlineData("V", 200_000, 1)]
    public void Units_are_turned_into_millivolts(string units, double gain, float millivolts)
    {
        using var folder = new TempFolder();
        WfdbWriter.Write(folder.Path, "r", 250, [[millivolts, 0]], new WfdbWriterOptions { Leads = ["I"], Gain = gain, Units = units });
        var record = WfdbRecord.Open(folder.File("r.hea"));

        Assert.Equal([200, 0], record.ReadDigital(0));
        Assert.Equal([millivolts, 0], record.ReadMillivolts(0));
    }

    [Fact]
    public void A_signal_that_is_no_voltage_reads_in_its_own_units_only()
    {
        using var folder = new TempFolder();
        folder.Write("r.dat", [10, 0, 20, 0]);
        folder.Write("r.hea", "r 1 125 2\nr.dat 16 10/mmHg 12 0 10 30 0 ABP\n");
        var record = WfdbRecord.Open(folder.File("r"));

        Assert.Equal([1, 2], record.ReadPhysical(0));
        Assert.Equal("r.hea, signal 0 (ABP): units 'mmHg'; expected mV, uV or V", Assert.Throws<EcgFormatException>(() => record.ReadMillivolts(0)).Message);
    }

    [Fact]
    public void A_skewed_signal_moves_forward_and_lacks_its_end()
    {
        using var folder = new TempFolder();
        folder.Write("r.dat", [1, 0, 101, 0, 2, 0, 102, 0, 3, 0, 103, 0]);
        folder.Write("r.hea", "r 2 125 3\nr.dat 16 1 16 0 1 6 0 a\nr.dat 16:2 1 16 0 101 306 0 b\n");
        var record = WfdbRecord.Open(folder.File("r"));

        Assert.Equal([1, 2, 3], record.ReadDigital(0));
        Assert.Equal([103, WfdbRecord.Missing, WfdbRecord.Missing], record.ReadDigital(1));
        Assert.Equal([WfdbRecord.Missing], record.ReadDigital(1, 1, 2));
    }

    [Fact]
    public void A_byte_offset_and_a_file_in_a_folder_below_are_followed()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("below"));
        File.WriteAllBytes(folder.File("below/r.dat"), [9, 9, 9, 1, 0, 2, 0]);
        folder.Write("r.hea", "r 1 125\nbelow/r.dat 16+3 1 16 0 1 3 0 a\n");

        Assert.Equal([1, 2], WfdbRecord.Open(folder.File("r")).ReadDigital(0));
    }

    [Fact]
    public void A_variable_layout_has_gaps_where_a_segment_lacks_a_signal_or_is_missing()
    {
        using var folder = new TempFolder();
        folder.Write("a.dat", [1, 0, 11, 0, 2, 0, 12, 0]);
        folder.Write("b.dat", [8, 0, 9, 0]);
        folder.Write("a.hea", "a 2 125 2\na.dat 16 1 16 0 1 3 0 I\na.dat 16 1 16 0 11 23 0 II\n");
        folder.Write("b.hea", "b 1 125 2\nb.dat 16 2 16 0 8 17 0 II\n");
        folder.Write("layout.hea", "layout 2 125 0\n~ 0 1 16 0 0 0 0 I\n~ 0 1 16 0 0 0 0 II\n");
        folder.Write("m.hea", "m/4 2 125 7\nlayout 0\na 2\n~ 3\nb 2\n");
        var record = WfdbRecord.Open(folder.File("m"));

        Assert.Equal([1, 2, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN], record.ReadMillivolts(0));
        Assert.Equal([11, 12, float.NaN, float.NaN, float.NaN, 4, 4.5f], record.ReadMillivolts(1));
        Assert.Equal([12, float.NaN, float.NaN, float.NaN, 4], record.ReadMillivolts(1, 1, 6));
    }

    [Fact]
    public void A_wrong_checksum_names_file_signal_and_both_sums()
    {
        using var folder = new TempFolder();
        folder.Write("r.dat", [1, 0, 2, 0]);
        folder.Write("r.hea", "r 1 125 2\nr.dat 16 1 16 0 1 4 0 a\n");
        var record = WfdbRecord.Open(folder.File("r"));

        Assert.Equal("r.dat: checksum of signal 0 is 3; r.hea says 4", Assert.Throws<EcgFormatException>(() => record.ReadDigital(0)).Message);
        Assert.Equal([2], record.ReadDigital(0, 1, 2));
    }
}

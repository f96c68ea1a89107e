using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

public class WfdbGoldenTests
{
    // 4a and 4b end where the skewed signal does: rdsamp prints no frame that lacks a sample.
    [Theory]
    [InlineData("record-1a", "test01_00s", 0, 4000)]
    [InlineData("record-1f.gz", "binformats", 0, 499)]
    [InlineData("record-2d", "310derive", 2, 1026)]
    [InlineData("record-4a", "test01_00s_skewframe", 0, 3997)]
    [InlineData("record-4b", "03700181", 0, 74996)]
    public void Digital_samples_are_those_rdsamp_prints(string expected, string name, int from, int to)
    {
        var rows = Printed.Expected(expected);
        var record = Printed.Open(name + ".hea");

        Assert.Equal(to - from, rows.Length);
        Assert.Equal(rows[0].Length, record.Signals.Count);
        for (var s = 0; s < record.Signals.Count; s++)
            Assert.Equal(rows.Select(r => (int)r[s]), Printed.Frames(record, s, from, to));
    }

    [Theory]
    [InlineData("record-2c", "100_3chan.hea", new[] { 0, 1, 2 }, 0, 999)]
    [InlineData("record-2e", "311derive.hea", new[] { 0 }, 1, 978)]
    [InlineData("record-multi-fixed-c", "fixed1/v102s.hea", new[] { 1, 0, 3 }, 70000, 80000)]
    public void Physical_samples_are_those_rdsamp_prints(string expected, string name, int[] signals, int from, int to)
    {
        var rows = Printed.Expected(expected);
        var record = Printed.Open(name.Split('/'));

        Assert.Equal(to - from, rows.Length);
        for (var s = 0; s < signals.Length; s++) AssertClose(rows.Select(r => r[s]), record.ReadPhysical(signals[s], from, to).Select(x => (double)x));
    }

    [Fact]
    public void Physical_samples_of_several_a_frame_are_those_rdsamp_prints_averaged()
    {
        var rows = Printed.Expected("record-4c");
        var record = Printed.Open("03700181.hea");
        int[] signals = [0, 2];

        for (var s = 0; s < 2; s++)
        {
            var signal = record.Signals[signals[s]];
            AssertClose(rows.Select(r => r[s]), Printed.Frames(record, signals[s], 1000, 16000).Select(d => (d - signal.Baseline) / signal.Gain));
        }
    }

    [Fact]
    public void Every_sample_of_a_frame_is_what_rdsamp_prints_at_high_resolution()
    {
        var rows = Printed.Expected("record-4d");
        var record = Printed.Open("test01_00s_skewframe.hea");

        for (var s = 0; s < 3; s++)
        {
            // rdsamp repeats the signals that have fewer samples in a frame.
            var repeat = 2 / record.Signals[s].SamplesPerFrame;
            var own = record.ReadPhysical(s, 0, 3997 * record.Signals[s].SamplesPerFrame).SelectMany(x => Enumerable.Repeat((double)x, repeat));
            AssertClose(rows.Select(r => r[s]), own);
        }
    }

    [Fact]
    public void All_24_mitbih_records_have_right_checksums_and_read_as_recordings()
    {
        var folder = Path.GetDirectoryName(TestData.Require("mitdb", "101.hea"))!;
        var headers = Directory.GetFiles(folder, "*.hea");

        Assert.Equal(24, headers.Length);
        foreach (var header in headers)
        {
            WfdbRecord.Open(header).VerifyChecksums();
            var result = WfdbRecording.Read(header);
            Assert.Equal(650_000, result.Recording.Millivolts.Length);
            Assert.Equal(360, result.Recording.SampleRateHz);
            Assert.True(result.Recording.Beats.Count > 1500, $"{header}: {result.Recording.Beats.Count} beats");
        }
    }

    [Theory]
    [InlineData("formats", "test01_00s")]
    [InlineData("formats", "test01_00s_skew")]
    [InlineData("formats", "test01_00s_frame")]
    [InlineData("formats", "binformats")]
    [InlineData("formats", "03700181")]
    [InlineData("formats", "310derive_2")]
    [InlineData("formats", "310derive_3")]
    [InlineData("formats", "311derive_2")]
    [InlineData("formats", "311derive_3")]
    [InlineData("formats", "311derive_4")]
    [InlineData("formats", "test_generator_2")]
    [InlineData("formats/fixed1", "v102s")]
    [InlineData("nstdb", "118e00")]
    [InlineData("nstdb", "118e24")]
    [InlineData("nstdb", "em")]
    public void Checksums_of_the_other_records_are_right(string folder, string name) =>
        WfdbRecord.Open(TestData.Require([.. folder.Split('/'), name + ".hea"])).VerifyChecksums();

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (e, a) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(e.Length, a.Length);
        for (var i = 0; i < e.Length; i++) Assert.True(double.IsNaN(e[i]) ? double.IsNaN(a[i]) : Math.Abs(e[i] - a[i]) <= 1e-7 + 1e-7 * Math.Abs(e[i]), $"sample {i}: {a[i]}; expected {e[i]}");
    }
}

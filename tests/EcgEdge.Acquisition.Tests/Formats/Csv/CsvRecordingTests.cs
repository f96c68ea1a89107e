using System.Globalization;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Csv;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats.Csv;

public class CsvRecordingTests
{
    private static RecordingResult Read(string text, string? channel = null, double? rateHz = null) =>
        CsvRecording.Read(new StringReader(text), "x.csv", channel, rateHz);

    [Fact]
    public void A_column_without_time_needs_the_rate()
    {
        var path = TestData.Require("csv", "e0103.csv");
        Assert.Equal("e0103.csv: no time column; give the rate", Assert.Throws<EcgFormatException>(() => RecordingFile.Read(path)).Message);

        var result = RecordingFile.Read(path, rateHz: 250);
        Assert.Equal(File.ReadLines(path).Count(l => l.Length > 0), result.Recording.Millivolts.Length);
        Assert.Equal([0.455f, 0.46f, 0.45f], result.Recording.Millivolts[..3]);
        Assert.Contains(result.Notes, n => n.StartsWith("no unit in the file", StringComparison.Ordinal) && n.EndsWith("taken as mV", StringComparison.Ordinal));
    }

    [Fact]
    public void Jittery_microseconds_give_the_rate_and_keep_every_sample()
    {
        var path = TestData.Require("csv", "arduino_256hz.csv");
        var result = RecordingFile.Read(path);

        Assert.Equal(File.ReadLines(path).Count(l => l.Length > 0) - 1, result.Recording.Millivolts.Count(x => !float.IsNaN(x)));
        Assert.Equal(256, result.Recording.SampleRateHz, 2.0);
        Assert.Equal("ecg_measurement", result.Channel);
        Assert.Contains("time column taken as microseconds, from its steps", result.Notes);
        Assert.Contains(result.Notes, n => n.StartsWith("time steps differ from their median by", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("time (s),ecg (mV)\n0,1\n0.004,2\n0.008,3\n0.012,4\n")]
    [InlineData("t_ms;ecg_uV\n0;1000\n4;2000\n8;3000\n12;4000\n")]
    [InlineData("time;ecg_mV\n0,000;1,0\n0,004;2,0\n0,008;3,0\n0,012;4,0\n")]
    [InlineData("'Elapsed time'\t'MLII'\n'hh:mm:ss.mmm'\t'mV'\n'0:00.000'\t1\n'0:00.004'\t2\n'0:00.008'\t3\n'0:00.012'\t4\n")]
    [InlineData("timestamp,\"lead [V]\"\n2024-01-02T03:04:05.000Z,0.001\n2024-01-02T03:04:05.004Z,0.002\n2024-01-02T03:04:05.008Z,0.003\n2024-01-02T03:04:05.012Z,0.004\n")]
    [InlineData("# a comment\n  100 1.0\n  104 2.0\n  108 3.0\n  112 4.0\n")]
    [InlineData("micros,other,ecg mV,\r\n0,0,1,\r\n4000,0,2,\r\n8000,0,3,\r\n12000,0,4,\r\n", "ecg mV")]
    [InlineData("timestamp\tv\u00b5V\n0\t1\n1000000\t2\n2000000\t3\n3000000\t4\n", "0", 250.0)]
    public void Any_layout_gives_the_same_recording(string text, string? channel = null, double? rate = null)
    {
        var result = Read(text, channel, rate);

        Assert.Equal(250, result.Recording.SampleRateHz, 0.001);
        Assert.Equal([1, 2, 3, 4], result.Recording.Millivolts, (x, y) => Math.Abs(x - y) < 1e-5f);
    }

    [Fact]
    public void Sample_numbers_give_holes_but_no_rate()
    {
        const string Text = "sample #,ecg mV\n0,1\n1,2\n2,3\n5,4\n";

        Assert.Equal("x.csv: the time column counts samples; give the rate", Assert.Throws<EcgFormatException>(() => Read(Text)).Message);
        Assert.Equal([1, 2, 3, float.NaN, float.NaN, 4], Read(Text, rateHz: 100).Recording.Millivolts);
    }

    [Fact]
    public void Holes_become_gaps_of_the_right_length_and_jitter_does_not()
    {
        var result = Read("ms,mV\n0,1\n4,2\n9,3\n12,4\n24,5\n28,6\n32,7\n36,8\n");

        Assert.Equal([1, 2, 3, 4, float.NaN, float.NaN, 5, 6, 7, 8], result.Recording.Millivolts);
        Assert.Equal(250, result.Recording.SampleRateHz, 1e-9);
        Assert.Contains("1 holes in the time column, 2 samples missing", result.Notes);
    }

    [Fact]
    public void Whole_milliseconds_of_360_samples_a_second_give_360()
    {
        var rows = Enumerable.Range(0, 3600).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(i * 1000 / 360.0)},{i % 9}"));
        Assert.Equal(360, Read("ms,mV\n" + string.Join('\n', rows)).Recording.SampleRateHz, 0.1);
    }

    [Fact]
    public void Empty_cells_and_nan_are_missing_samples()
    {
        var result = Read("a,b mV\n1,0.5\n2,\n3,NaN\n4,-\n5,1\n", "b mV", 250);
        Assert.Equal([0.5f, float.NaN, float.NaN, float.NaN, 1], result.Recording.Millivolts);
    }

    [Theory]
    [InlineData("sample\n0.5\n1\n")]
    [InlineData("T wave mV,ecg\n0.5,7\n1,8\n")]
    public void A_column_of_values_is_not_taken_for_the_time(string text) =>
        Assert.Equal([0.5f, 1], Read(text, "0", 250).Recording.Millivolts);

    [Theory]
    [InlineData("", "x.csv: empty; expected lines of numbers")]
    [InlineData("ecg\n", "x.csv: no samples after the header")]
    [InlineData("t,ecg\n0,1\n4,abc\n8,1\n", "x.csv, line 3, column 2: 'abc' is not a number")]
    [InlineData("t,ecg\n0,1\nzz,2\n8,1\n", "x.csv, line 3, column 1: 'zz' is not a number")]
    [InlineData("t,ecg\n0,1\n4,inf\n8,1\n", "x.csv, line 3, column 2: 'inf' is not a number")]
    [InlineData("t,ecg\n0,1\n4\n8,1\n", "x.csv, line 3: 1 columns; expected 2")]
    [InlineData("t,ecg\n0,1\n4,2\n3,1\n", "x.csv, line 4: time '3' is before that of the line before")]
    [InlineData("t,ecg\n0,1\n0,2\n0,1\n", "x.csv: the time column mostly stands still; remove it and give the rate")]
    [InlineData("t,ecg\n0,1\n4,2\n", "x.csv: 2 samples; a rate takes at least 3")]
    [InlineData("seconds,ecg\n0,1\n1000,2\n2000,1\n", "x.csv: rate of 0.001 samples per second; expected 0.01 to 200000")]
    [InlineData("s,ecg\n0,1\n0.004,2\n0.008,1\n1e9,1\n", "x.csv: 249999999997 samples claimed without as many bytes behind them; at most 67108864 are read at once")]
    [InlineData("t,e\0g\n0,1\n", "x.csv, line 1: NUL byte; expected text")]
    public void A_broken_file_is_refused_with_the_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<EcgFormatException>(() => Read(text)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(-250)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void An_absurd_rate_is_refused(double rate) =>
        Assert.StartsWith("x.csv, rate given: rate of", Assert.Throws<EcgFormatException>(() => Read("1\n2\n", rateHz: rate)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_channel_that_is_not_there_lists_those_that_are() =>
        Assert.Equal("x.csv: no channel 'c'; it has: 0 a, 1 b", Assert.Throws<EcgFormatException>(() => Read("t,a,b\n0,1,1\n", "c")).Message);
}

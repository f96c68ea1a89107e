using EcgEdge.Acquisition.Formats;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats;

public class Ecg5000FileTests
{
    private static string Line(string label, char separator = '\t', int samples = 140, string sample = "0.5") =>
        string.Join(separator, new[] { label }.Concat(Enumerable.Repeat(sample, samples)));

    [Theory]
    [InlineData(' ')]
    [InlineData('\t')]
    [InlineData(',')]
    public void Reads_beats_whatever_parts_the_columns(char separator)
    {
        var beats = Ecg5000File.Read(new StringReader(Line("1.0000000e+00", separator) + "\n\n" + Line("5", separator) + "\n"), "x.txt");

        Assert.Equal([1, 5], beats.Select(b => b.Label));
        Assert.Equal([1, 3], beats.Select(b => b.Line));
        Assert.All(beats, b => Assert.Equal(140, b.Samples.Length));
        Assert.All(beats[1].Samples, s => Assert.Equal(0.5f, s));
    }

    [Fact]
    public void Names_file_and_line_of_a_wrong_column_count()
    {
        var error = Assert.Throws<EcgFormatException>(() => Ecg5000File.Read(new StringReader(Line("1") + "\n" + Line("1", samples: 139)), "beats.tsv"));
        Assert.Equal("beats.tsv, line 2: 140 columns; expected 141 (a label and 140 samples)", error.Message);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    public void Names_file_line_and_column_of_what_is_no_number(string sample)
    {
        var error = Assert.Throws<EcgFormatException>(() => Ecg5000File.Read(new StringReader(Line("2", sample: sample)), "beats.txt"));
        Assert.Equal($"beats.txt, line 1, column 2: '{sample}' is not a number", error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    [InlineData("1.5")]
    [InlineData("-1")]
    public void Names_file_and_line_of_an_unknown_label(string label)
    {
        var error = Assert.Throws<EcgFormatException>(() => Ecg5000File.Read(new StringReader(Line("1") + "\n" + Line(label)), "beats.txt"));
        Assert.Equal($"beats.txt, line 2: label '{label}' is unknown; expected 1 to 5", error.Message);
    }

    [Fact]
    public void Refuses_a_file_without_beats()
    {
        var error = Assert.Throws<EcgFormatException>(() => Ecg5000File.Read(new StringReader("\n  \n"), "empty.txt"));
        Assert.StartsWith("empty.txt: no beats found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_official_split_whole()
    {
        var train = Ecg5000File.Read(TestData.Require("ecg5000", "ECG5000_TRAIN.txt"));
        var test = Ecg5000File.Read(TestData.Require("ecg5000", "ECG5000_TEST.txt"));

        Assert.Equal([292, 177, 10, 19, 2], Counts(train));
        Assert.Equal([2627, 1590, 86, 175, 22], Counts(test));
        Assert.All(test, b => Assert.Equal(0, b.Samples.Average(), 0.001));

        static IEnumerable<int> Counts(IReadOnlyList<Ecg5000Beat> beats) => Enumerable.Range(1, 5).Select(k => beats.Count(b => b.Label == k));
    }
}

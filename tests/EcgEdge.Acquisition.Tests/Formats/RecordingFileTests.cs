using EcgEdge.Acquisition.Formats;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats;

public class RecordingFileTests
{
    [Theory]
    [InlineData(".hea")]
    [InlineData(".dat")]
    [InlineData(".atr")]
    [InlineData("")]
    public void A_wfdb_record_is_read_however_it_is_named(string extension)
    {
        var path = Path.ChangeExtension(TestData.Require("mitdb", "101.hea"), null) + extension;
        var result = RecordingFile.Read(path, rateHz: 360);

        Assert.Equal((650_000, 360.0, "MLII"), (result.Recording.Millivolts.Length, result.Recording.SampleRateHz, result.Channel));
        Assert.Equal(1865, result.Recording.Beats.Count);
        Assert.Equal("V1", RecordingFile.Read(path, "v1").Channel);
        Assert.Equal("V1", RecordingFile.Read(path, "1").Channel);
        Assert.Equal("101.hea: no channel 'II'; it has: 0 MLII, 1 V1", Assert.Throws<EcgFormatException>(() => RecordingFile.Read(path, "II")).Message);
    }

    [Fact]
    public void A_rate_that_contradicts_the_file_is_refused()
    {
        var path = TestData.Require("mitdb", "101.hea");
        Assert.Equal("101.hea: 360 samples per second, not the 250 given", Assert.Throws<EcgFormatException>(() => RecordingFile.Read(path, rateHz: 250)).Message);
    }

    [Fact]
    public void Edf_is_known_by_its_content_and_its_ecg_is_chosen()
    {
        using var folder = new TempFolder();
        File.Copy(TestData.Require("formats", "test_generator_2.edf"), folder.File("noname"));
        var result = RecordingFile.Read(folder.File("noname"));

        Assert.Equal(("ECG", 200.0, 120_000), (result.Channel, result.Recording.SampleRateHz, result.Recording.Millivolts.Length));
    }

    [Theory]
    [InlineData("b.txt", "{1} {0}\n")]
    [InlineData("b.tsv", "{1}\t{0}\n")]
    [InlineData("b.arff", "% UCR\n@relation ECG5000\n@attribute att1 real\n@attribute target {{1,2,3,4,5}}\n\n@data\n{0},{1}\n")]
    [InlineData("b.ts", "# UEA\n@problemName ECG5000\n@classLabel true 1 2 3 4 5\n@data\n{0}:{1}\n")]
    public void Ecg5000_is_read_in_every_form(string name, string form)
    {
        using var folder = new TempFolder();
        var separator = name.EndsWith("txt", StringComparison.Ordinal) ? ' ' : name.EndsWith("tsv", StringComparison.Ordinal) ? '\t' : ',';
        var samples = string.Join(separator, Enumerable.Range(0, 140).Select(i => $"{i}.0"));
        var path = folder.Write(name, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, samples, "3"));
        var beat = Assert.Single(Ecg5000File.Read(path));
        var result = RecordingFile.Read(path);

        Assert.Equal(3, beat.Label);
        Assert.Equal(Enumerable.Range(0, 140).Select(i => (float)i), beat.Samples);
        Assert.Equal("PVC", Assert.Single(result.Recording.Beats).Label);
        Assert.Equal(140, result.Recording.Millivolts.Length);
    }

    [Theory]
    [InlineData("@relation x\n1,2\n", "b.arff, line 2: a beat before the @data line")]
    [InlineData("@relation x\n@data\n1,2\n", "b.arff, line 3: 2 columns; expected 141 (a label and 140 samples)")]
    [InlineData("@relation x\n@data\n", "b.arff: no beats found; expected lines of a label and 140 samples")]
    public void A_broken_arff_file_is_refused_with_the_line(string text, string message)
    {
        using var folder = new TempFolder();
        Assert.Equal(message, Assert.Throws<EcgFormatException>(() => RecordingFile.Read(folder.Write("b.arff", text))).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<FileNotFoundException>(() => RecordingFile.Read("nowhere")).Message, StringComparison.Ordinal);
}

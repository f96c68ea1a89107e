using System.Text.Json;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

public sealed class DetectCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_an_annotation_file_at_the_records_own_rate()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = 360 }).Record(TimeSpan.FromSeconds(60));
        WfdbWriter.Write(_folder.Path, "heart", 360, [heart.Millivolts], new WfdbWriterOptions { Leads = ["ECG"] });

        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("detect", _folder["heart"], "--out", _folder.Path, "--json");
        Assert.True(exitCode == 0, error);
        using var figures = JsonDocument.Parse(output);
        var peaks = figures.RootElement.GetProperty("records")[0].GetProperty("rPeaks").GetInt32();
        Assert.InRange(peaks, heart.Beats.Count - 2, heart.Beats.Count + 1);

        var written = WfdbAnnotations.Read(_folder["heart.qrs"]).Items;
        Assert.Equal(peaks, written.Count);
        Assert.All(written.Take(peaks - 1), a => Assert.Contains(heart.Beats, b => Math.Abs(b.Index - a.Sample) < 0.06 * 360));
    }

    [Fact]
    public async Task Reaches_the_published_level_on_the_training_half_of_MIT_BIH()
    {
        var folder = Path.GetDirectoryName(TestData.Require("mitdb", "101.hea"))!;
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("detect", folder, "--score", "--json");
        Assert.True(exitCode == 0, error);
        using var figures = JsonDocument.Parse(output);
        Assert.Equal(24, figures.RootElement.GetProperty("records").GetArrayLength());
        Assert.InRange(Figure("sensitivity"), 0.998, 1);
        Assert.InRange(Figure("positivePredictivity"), 0.998, 1);
        Assert.InRange(Figure("f1Within50Ms"), 0.99, 1);
        Assert.InRange(Figure("medianErrorMs"), 0, 8);
        Assert.InRange(Figure("delayP95Ms"), 0, 250);

        double Figure(string name) => figures.RootElement.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task A_record_without_a_reference_cannot_be_scored()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions()).Record(TimeSpan.FromSeconds(10));
        WfdbWriter.Write(_folder.Path, "heart", 250, [heart.Millivolts], new WfdbWriterOptions { Leads = ["ECG"] });
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync("detect", _folder["heart"], "--score");
        Assert.Equal(2, exitCode);
        Assert.Contains("no reference annotations", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WFDB_record_is_replayed_through_the_whole_agent()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions()).Record(TimeSpan.FromSeconds(60));
        WfdbWriter.Write(_folder.Path, "heart", 250, [heart.Millivolts], new WfdbWriterOptions { Leads = ["ECG"] });
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(
            "replay", _folder["heart"], "--speed", "max", "--Storage:Directory", _folder["store"], "--Http:Port", "0");
        Assert.True(exitCode == 0, error);
        Assert.Contains("replayed 15000 samples", output, StringComparison.Ordinal);
    }
}

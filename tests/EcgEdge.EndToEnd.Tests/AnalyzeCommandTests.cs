using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>A record, from its file to the files that <c>analyze</c> writes, by a small pack with a baseline.</summary>
public sealed class AnalyzeCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_the_class_of_every_beat_and_a_row_for_each()
    {
        var heart = WriteHeart("heart", minutes: 2);
        using var figures = await AnalyzeAsync(_folder["heart"], "--out", _folder.Path);
        var record = figures.RootElement.GetProperty("records")[0];
        var beats = record.GetProperty("beats").GetInt32();
        Assert.InRange(beats, heart.Beats.Count - 3, heart.Beats.Count + 1);

        var rows = await File.ReadAllLinesAsync(_folder["heart.beats.csv"], TestContext.Current.CancellationToken);
        Assert.Equal("sample,time_s,rr_s,class,p_n,p_s,p_v,p_f,p_q,anomaly_score,anomalous,quality,warned_after_s", rows[0]);
        Assert.Equal(beats, rows.Length - 1);
        var annotations = WfdbAnnotations.Read(_folder["heart.ecg"]).Items;
        Assert.Equal(beats, annotations.Count);
        for (var i = 0; i < beats; i++)
        {
            var cells = rows[i + 1].Split(',');
            Assert.Equal(13, cells.Length);
            Assert.Equal(annotations[i].Sample, long.Parse(cells[0], CultureInfo.InvariantCulture));
            Assert.Equal(annotations[i].Mnemonic, cells[3]);
            Assert.Equal(annotations[i].Sample / 360.0, Number(cells[1]), 1e-4);
            if (i == 0) Assert.Equal("", cells[2]);
            else Assert.Equal((annotations[i].Sample - annotations[i - 1].Sample) / 360.0, Number(cells[2]), 1e-4);
            Assert.Equal(1, cells[4..9].Sum(Number), 1e-3);
            Assert.Equal(i < 8, cells[9].Length == 0);
            Assert.Contains(cells[10], (string[])["0", "1"]);
            Assert.InRange(Number(cells[11]), 0, 1);
            if (cells[12].Length > 0) Assert.InRange(Number(cells[12]), 0, 2);
        }

        Assert.Equal(rows.Skip(1).Count(r => r.Split(',')[10] == "1"), record.GetProperty("anomalous").GetInt32());
    }

    [Fact]
    public async Task Is_scored_against_the_reference_from_the_end_of_the_calibration_on()
    {
        var first = WriteHeart("first", minutes: 4);
        var second = WriteHeart("second", minutes: 4, seed: 8);
        using var figures = await AnalyzeAsync(_folder.Path, "--score", "--calibrate-seconds", "60");
        var pooled = figures.RootElement.GetProperty("pooled");
        var expected = first.Beats.Concat(second.Beats).Count(b => b.Index >= 60 * 360);
        Assert.Equal(expected, pooled.GetProperty("beats").GetInt32());
        Assert.Equal(60, figures.RootElement.GetProperty("calibrateSeconds").GetDouble());
        var v = pooled.GetProperty("perClass")[2];
        Assert.Equal(first.Beats.Concat(second.Beats).Count(b => b.Index >= 60 * 360 && b.Label == "V"), v.GetProperty("support").GetInt32());
        // The small pack takes some beats after an ectopic one for ectopic, but misses none.
        Assert.InRange(v.GetProperty("sensitivity").GetDouble(), 0.95, 1);
        Assert.InRange(pooled.GetProperty("perClass")[0].GetProperty("sensitivity").GetDouble(), 0.85, 1);
        Assert.InRange(pooled.GetProperty("anomaly").GetProperty("vAgainstRestAuc").GetDouble(), 0.95, 1);
        var records = figures.RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("score").GetProperty("beats").GetInt32()).ToArray();
        Assert.Equal(2, records.Length);
        Assert.Equal(expected, records.Sum());
        Assert.False(File.Exists(_folder["first.ecg"]));
    }

    [Fact]
    public async Task A_CSV_file_is_analysed_like_a_record()
    {
        var heart = Heart(1, 3);
        await File.WriteAllLinesAsync(
            _folder["heart.csv"], heart.Millivolts.Select(v => v.ToString(CultureInfo.InvariantCulture)).Prepend("ecg_mv"), TestContext.Current.CancellationToken);
        using var figures = await AnalyzeAsync(_folder["heart.csv"], "--rate", "360", "--out", _folder["made"]);
        Assert.InRange(figures.RootElement.GetProperty("records")[0].GetProperty("beats").GetInt32(), heart.Beats.Count - 3, heart.Beats.Count + 1);
        Assert.True(File.Exists(Path.Combine(_folder["made"], "heart.ecg")));
    }

    [Theory]
    [InlineData("ecg5000", null, "which have no AAMI letter; expected N, S, V, F, Q")]
    [InlineData("wearer", "99999", "--calibrate-seconds is 99999; expected 0 to 86400")]
    [InlineData("letters", "60", "pack 'letters' has no baseline to learn")]
    public async Task What_cannot_be_done_is_told_in_one_line(string pack, string? calibrate, string expected)
    {
        WriteHeart("heart", minutes: 1);
        string[] models = pack == "ecg5000" ? [] : ["--models", TestPacks.Folder];
        string[] seconds = calibrate is null ? [] : ["--calibrate-seconds", calibrate];
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync(["analyze", _folder["heart"], "--pack", pack, .. models, .. seconds]);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Models_that_fail_end_it_with_one_line()
    {
        WriteHeart("heart", minutes: 1);
        var pack = Directory.CreateDirectory(Path.Combine(_folder["packs"], "hollow")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(TestPacks.Folder, "hollow"))) File.Copy(file, Path.Combine(pack, Path.GetFileName(file)));
        var manifest = Path.Combine(pack, "manifest.json");
        var text = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken))!;
        text["classes"] = new System.Text.Json.Nodes.JsonArray("N", "S", "V", "F", "Q");
        text["normalClass"] = "N";
        await File.WriteAllTextAsync(manifest, text.ToJsonString(), TestContext.Current.CancellationToken);
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync("analyze", _folder["heart"], "--pack", "hollow", "--models", _folder["packs"], "--out", _folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("no finite probabilities", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_folder["heart.ecg"]));
    }

    private static Recording Heart(int minutes, int seed) => new SyntheticHeart(
        new SyntheticHeartOptions { SampleRateHz = 360, Seed = seed, EctopicProbability = 0.08, BigeminyProbability = 0 }).Record(TimeSpan.FromMinutes(minutes));

    private Recording WriteHeart(string name, int minutes, int seed = 3)
    {
        var heart = Heart(minutes, seed);
        heart = heart with { Beats = [.. heart.Beats.Select(b => b with { Label = b.Label is "N" or "Normal" ? "N" : "V" })] };
        WfdbWriter.Write(_folder.Path, name, 360, [heart.Millivolts], new WfdbWriterOptions { Leads = ["ECG"] });
        new WfdbAnnotations([.. heart.Beats.Select(b => new WfdbAnnotation(b.Index, WfdbCode.Find(b.Label)))]).Write(_folder[name + ".atr"]);
        return heart;
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static async Task<JsonDocument> AnalyzeAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(["analyze", .. arguments, "--pack", "wearer", "--models", TestPacks.Folder, "--json"]);
        Assert.True(exitCode == 0, error);
        return JsonDocument.Parse(output);
    }
}

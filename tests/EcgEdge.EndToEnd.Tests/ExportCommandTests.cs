using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Formats.Edf;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Strips_and_stretches_are_exported_while_the_agent_runs_and_after()
    {
        var file = _folder["beats.txt"];
        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(60, 30), TestContext.Current.CancellationToken);
        string[] storage = ["--storage", _folder["store"], "--out", _folder["out"]];
        await using var agent = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _folder["store"], "--Http:Port", "0", "--Recorder:Enabled", "true", "--Recorder:MinFreeMegabytes", "0",
            "--Channels:0:Name", "chest", "--Channels:0:Wearer", "Ada Lovelace", "--Channels:0:Source:Kind", "replay", "--Channels:0:Source:Path", file,
            "--Channels:0:Source:Speed", "50", "--Channels:0:Source:Loop", "true");
        using var client = EcgEdgeProgram.ClientOf(agent);
        var id = Guid.Empty;
        await Poll.UntilAsync(() => (id = AlertWithStrip(client)) != Guid.Empty, "an alert with its strip");
        var recordings = new RecordingFolder(Path.Combine(_folder["store"], "recordings"));
        await Poll.UntilAsync(() => recordings.Segments().Any(s => s.Length > 5000), "20 s of recording");

        await Check(id, storage, recordings);
        await agent.TerminateAsync();
        Directory.Delete(_folder["out"], recursive: true);
        await Check(id, storage, recordings);

        using var store = EcgStore.Open(_folder["store"]);
        Assert.NotNull(store.FindStrip(id));
    }

    [Theory]
    [InlineData("tomorrow", "is neither")]
    [InlineData("10m", "there are no recordings")]
    [InlineData("3d", "longer than 24 hours")]
    [InlineData("2026-01-02T00:00:00Z..2026-01-01T00:00:00Z", "ends before it begins")]
    [InlineData("0199a7c4-0000-7000-8000-000000000000", "there is no store")]
    public async Task What_cannot_be_exported_is_one_line(string what, string expected)
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("export", what, "--storage", _folder["nothing"], "--out", _folder["out"]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(expected, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["nothing"]));
    }

    private async Task Check(Guid id, string[] storage, RecordingFolder recordings)
    {
        var record = WfdbRecord.Open((await Export(id.ToString(), [.. storage, "--format", "wfdb"])).Single(p => p.EndsWith(".hea", StringComparison.Ordinal)));
        record.VerifyChecksums();
        Assert.True(record.FrameCount > 1000);
        var anonymous = EdfFile.Open((await Export(id.ToString(), [.. storage, "--format", "edf"])).Single());
        Assert.Equal("X X X X", anonymous.Header.Patient);
        var named = EdfFile.Open((await Export(id.ToString(), [.. storage, "--format", "edf", "--with-wearer"])).Single());
        Assert.Equal("X X X Ada_Lovelace", named.Header.Patient);

        var first = recordings.Segments()[0];
        var range = string.Create(CultureInfo.InvariantCulture, $"{first.StartedAt.UtcDateTime:O}..{first.StartedAt.AddSeconds(20).UtcDateTime:O}");
        var paths = await Export(range, [.. storage, "--channel", "chest"]);
        Assert.Equal([".atr", ".dat", ".hea"], paths.Select(p => Path.GetExtension(p)));
        var stretch = WfdbRecord.Open(paths[2]);
        stretch.VerifyChecksums();
        Assert.Equal(WfdbRecord.Open(first.Path).ReadDigital(0, 0, 5000), stretch.ReadDigital(0));
        var csv = await File.ReadAllLinesAsync((await Export(range, [.. storage, "--format", "csv"])).Single(), TestContext.Current.CancellationToken);
        Assert.Equal(5001, csv.Length);

        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync(["export", range, .. storage, "--channel", "other"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("--channel is 'other'; there is: chest", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_folder["out"]), f => f.EndsWith(".part", StringComparison.Ordinal));
    }

    private static async Task<string[]> Export(string what, string[] arguments)
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(["export", what, .. arguments]);
        Assert.True(exitCode == 0, error);
        return output.Trim().Split('\n');
    }

    private static Guid AlertWithStrip(HttpClient client)
    {
        using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, "api/v1/alerts"));
        using var alerts = JsonDocument.Parse(response.Content.ReadAsStream());
        foreach (var alert in alerts.RootElement.GetProperty("items").EnumerateArray())
        {
            var id = alert.GetProperty("id").GetGuid();
            using var strip = client.Send(new HttpRequestMessage(HttpMethod.Get, $"api/v1/alerts/{id}/strip"));
            if (strip.IsSuccessStatusCode) return id;
        }

        return Guid.Empty;
    }
}

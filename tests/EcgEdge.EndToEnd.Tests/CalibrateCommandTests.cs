using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary><c>ecgedge calibrate</c> with the agent running, and without.</summary>
public sealed class CalibrateCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Settings => ["--Storage:Directory", _folder.Path, "--Channels:0:Name", "chest", "--Channels:0:Wearer", "Ada", "--Channels:0:Pack", "aami"];

    [Fact]
    public async Task A_running_agent_is_asked_and_learns_anew()
    {
        Remember();
        var port = MosquittoBroker.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using (await EcgEdgeProgram.StartAsync(["run", "--Http:Port", port, .. Settings]))
        {
            var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(["calibrate", "chest", "--Http:Port", port, .. Settings]);
            Assert.Equal((0, "chest: what is usual for the wearer is learned anew\n", ""), (exitCode, output, error));
            var unknown = await EcgEdgeProgram.RunAsync("calibrate", "nose", "--url", $"http://127.0.0.1:{port}");
            Assert.Equal((2, "ecgedge: there is no channel 'nose'; there is: chest\n"), (unknown.ExitCode, unknown.Error));
        }

        using var store = EcgStore.Open(_folder.Path);
        Assert.NotEqual([1, 2, 3], store.Baselines.Find("Ada", "chest", "aami")?.Data ?? []);
    }

    [Fact]
    public async Task Without_an_agent_what_is_stored_is_forgotten()
    {
        Remember();
        var port = MosquittoBroker.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] calibrate = ["calibrate", "chest", "--Http:Port", port, .. Settings];
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(calibrate);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("what was stored is forgotten", output, StringComparison.Ordinal);
        using (var store = EcgStore.Open(_folder.Path))
        {
            Assert.Null(store.Baselines.Find("Ada", "chest", "aami"));
            Assert.NotNull(store.Baselines.Find("Ada", "arm", "aami"));
            // Held by another process: the agent runs, but not where it was asked.
            var busy = await EcgEdgeProgram.RunAsync(calibrate);
            Assert.Equal(1, busy.ExitCode);
            Assert.Contains("in use by another ecgedge", busy.Error, StringComparison.Ordinal);
        }

        Assert.Contains("nothing is stored", (await EcgEdgeProgram.RunAsync(calibrate)).Output, StringComparison.Ordinal);
        var unknown = await EcgEdgeProgram.RunAsync(["calibrate", "nose", "--Http:Port", port, .. Settings]);
        Assert.Equal((2, "ecgedge: there is no channel 'nose'; there is: chest\n"), (unknown.ExitCode, unknown.Error));
    }

    [Theory]
    [InlineData("ftp://here", 2, "--url is 'ftp://here'; expected http://host:port or https://host:port")]
    [InlineData("http://127.0.0.1:1", 1, "http://127.0.0.1:1: ")]
    public async Task An_agent_that_cannot_be_asked_is_an_error_in_one_line(string url, int exitCode, string expected)
    {
        var told = await EcgEdgeProgram.RunAsync("calibrate", "chest", "--url", url);
        Assert.Equal(exitCode, told.ExitCode);
        Assert.StartsWith("ecgedge: " + expected, told.Error, StringComparison.Ordinal);
        Assert.Single(told.Error.TrimEnd().Split('\n'));
    }

    private void Remember()
    {
        using var store = EcgStore.Open(_folder.Path);
        var snapshot = new BaselineSnapshot("aami", "1.0.0", 250, null, [1, 2, 3]);
        store.Baselines.Save("Ada", "chest", snapshot);
        store.Baselines.Save("Ada", "arm", snapshot);
    }
}

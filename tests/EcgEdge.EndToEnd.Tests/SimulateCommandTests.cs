using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>A virtual front end and the agent, each a process of its own, on a pseudo-terminal.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    [Fact]
    public async Task A_front_end_that_is_unplugged_is_an_alert_and_is_read_again_when_it_returns()
    {
        var line = _folder["front-end"];
        var first = await PlugInAsync(line);
        await using var agent = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Channels:0:Source:Kind", "serial", "--Channels:0:Source:Path", line,
            "--Channels:0:Source:Analog:ReferenceVolts", "5");
        using var asked = new AskedAgent(agent);
        await Poll.UntilAsync(async () => await asked.BeatsAsync() > 0, "beats");

        await first.TerminateAsync();
        await first.DisposeAsync();
        Assert.False(Path.Exists(line));
        await Poll.UntilAsync(async () => await asked.AlertStateAsync("source.lost") == "raised", "the alert of the lost source");

        await using var second = await PlugInAsync(line);
        await Poll.UntilAsync(async () => await asked.AlertStateAsync("source.lost") == "cleared", "the end of the alert");
        var source = (await asked.GetAsync("channels"))[0].GetProperty("source");
        Assert.Equal(("binary", 2), (source.GetProperty("protocol").GetString(), source.GetProperty("connections").GetInt32()));
        Assert.True(source.GetProperty("lostSamples").GetInt64() > 0);
        var before = await asked.BeatsAsync();
        await Poll.UntilAsync(async () => await asked.BeatsAsync() > before, "beats again");
    }

    [Fact]
    public async Task A_word_that_is_no_fault_is_refused()
    {
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync("simulate", "--faults", "fire:1");
        Assert.Equal(2, exitCode);
        Assert.Contains("fault 'fire:1' is unknown", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<ChildProcess> PlugInAsync(string line)
    {
        var simulator = new ChildProcess("dotnet", Path.Combine(AppContext.BaseDirectory, "ecgedge.dll"), "simulate", "--port", line, "--rhythm", "Normal");
        await simulator.Output.First(l => l.Contains("samples per second", StringComparison.Ordinal)).Within("the front end");
        return simulator;
    }
}

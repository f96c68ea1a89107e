using System.Text.Json;
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
        using var http = new HttpClient { BaseAddress = new Uri(EcgEdgeProgram.AddressOf(agent)) };
        await Poll.UntilAsync(async () => await BeatsAsync(http) > 0, "beats");

        await first.TerminateAsync();
        await first.DisposeAsync();
        Assert.False(Path.Exists(line));
        await Poll.UntilAsync(async () => await StateAsync(http) == "raised", "the alert of the lost source");

        await using var second = await PlugInAsync(line);
        await Poll.UntilAsync(async () => await StateAsync(http) == "cleared", "the end of the alert");
        var before = await BeatsAsync(http);
        await Poll.UntilAsync(async () => await BeatsAsync(http) > before, "beats again");
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

    private static async Task<long> BeatsAsync(HttpClient http) => (await GetAsync(http, "vitals"))[0].GetProperty("beats").GetInt64();

    private static async Task<string?> StateAsync(HttpClient http) =>
        (await GetAsync(http, "alerts")).GetProperty("items").EnumerateArray().FirstOrDefault(a => a.GetProperty("kind").GetString() == "source.lost") is { ValueKind: JsonValueKind.Object } alert
            ? alert.GetProperty("state").GetString()
            : null;

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) =>
        JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
}

using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>One agent that watches another's live stream.</summary>
public sealed class AgentSourceTests : IDisposable
{
    private readonly TempDirectory _first = new(), _second = new();

    [Fact]
    public async Task Beats_come_across_and_the_loss_of_the_other_agent_is_an_alert()
    {
        await using var watched = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _first.Path, "--Http:Port", "0", "--Channels:0:Name", "chest", "--Channels:0:Source:Kind", "synthetic");
        await using var watcher = await StartWatcherAsync(EcgEdgeProgram.AddressOf(watched), "chest");
        using var asked = new AskedAgent(watcher);
        await Poll.UntilAsync(async () => await asked.BeatsAsync() > 5, "beats of the other agent");

        await watched.TerminateAsync();
        await Poll.UntilAsync(async () => await asked.AlertStateAsync("source.lost") == "raised", "the alert of the lost source");
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private Task<ChildProcess> StartWatcherAsync(string address, string channel) => EcgEdgeProgram.StartAsync(
        "run", "--Storage:Directory", _second.Path, "--Http:Port", "0", "--Channels:0:Source:Kind", "agent", "--Channels:0:Source:Url", address,
        "--Channels:0:Source:Channel", channel);
}

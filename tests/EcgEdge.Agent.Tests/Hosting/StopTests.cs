using System.Globalization;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Hosting;

/// <summary>SIGTERM: within two seconds, and with everything stored.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_fast_replay_stops_in_time_with_everything_stored() => Stops([]);

    [Fact]
    public Task A_broker_that_is_away_does_not_hold_it_up() =>
        Stops(["--Mqtt:Host", "127.0.0.1", "--Mqtt:Port", MosquittoBroker.FreePort().ToString(CultureInfo.InvariantCulture)]);

    [Fact]
    public async Task A_broker_that_hangs_does_not_hold_it_up()
    {
        await using var broker = await MosquittoBroker.StartedAsync();
        await using var network = new TcpRelay(broker.Port);
        await Stops(["--Mqtt:Host", "127.0.0.1", "--Mqtt:Port", network.Port.ToString(CultureInfo.InvariantCulture)], network.HoldAnswers);
    }

    [Fact]
    public async Task Being_asked_to_end_before_it_serves_is_no_failure()
    {
        await using var agent = AgentProcess.Start(_folder.Path, null, "run", "--Storage:Directory", _folder["store"], "--Http:Port", "0");
        await agent.Output.First(_ => true).Within("a first word");
        var (exitCode, _) = await agent.TerminateAsync();
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain(agent.Output.All, line => line.Contains("Unhandled", StringComparison.Ordinal));
    }

    private async Task Stops(string[] arguments, Action? beforeTheEnd = null)
    {
        var file = _folder["beats.txt"];
        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(400, 200), TestContext.Current.CancellationToken);
        // Two hearts as fast as they can be stored, and one at its own pace.
        await using var agent = AgentProcess.Start(_folder.Path, null,
        [
            "run", "--Storage:Directory", _folder["store"], "--Http:Port", "0",
            "--Channels:0:Name", "fast", "--Channels:0:Source:Kind", "replay", "--Channels:0:Source:Path", file, "--Channels:0:Source:Speed", "Infinity",
            "--Channels:0:Source:Loop", "true", "--Channels:1:Name", "heart", "--Channels:1:Source:Speed", "Infinity", "--Channels:2:Name", "slow", .. arguments,
        ]);
        await agent.Serves();
        var database = Path.Combine(_folder["store"], "ecgedge.db");
        await Until(() => File.Exists(database) && Count(database, "alerts") > 5 && Count(database, "beats") > 2000);

        beforeTheEnd?.Invoke();
        var (exitCode, took) = await agent.TerminateAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(took.TotalSeconds, 0, 2);
        Assert.DoesNotContain(agent.Output.All, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
        using var store = EcgStore.Open(_folder["store"]);
        foreach (var alert in store.ListAlerts(new AlertQuery(Limit: 1000)).Items)
        {
            // The end of the signal is the end of every episode, and each has its strip.
            Assert.Equal(Agent.Alerts.AlertState.Cleared, alert.State);
            Assert.NotNull(store.FindStrip(alert.Id));
        }
    }

    private static long Count(string path, string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static Task Until(Func<bool> condition) => Poll.Until(condition, "beats and alerts to be stored");
}

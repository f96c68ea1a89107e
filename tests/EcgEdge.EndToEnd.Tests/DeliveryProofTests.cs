using System.Globalization;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>
/// No alert is lost, whatever dies: the agent is killed, the broker is stopped, paused and restarted, at random moments of a replay, and in
/// the end an outside subscriber has had everything that was ever stored. With ECGEDGE_NIGHTLY=1 more often.
/// </summary>
public sealed class DeliveryProofTests : IDisposable
{
    private static readonly bool s_nightly = Environment.GetEnvironmentVariable("ECGEDGE_NIGHTLY") == "1";

    private readonly TempDirectory _folder = new();
    private readonly Random _random = new(20261125);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_agent_killed_again_and_again_loses_no_alert()
    {
        var kills = s_nightly ? 100 : 15;
        await WriteBeatsAsync();
        await using var broker = await MosquittoBroker.StartedAsync();
        await using var subscriber = await broker.SubscribeAsync();
        var witness = new DeliveryWitness(_folder.Path);
        for (var kill = 0; kill < kills; kill++)
        {
            // Disposing kills it (SIGKILL). One in five dies somewhere on its way up, the others while they replay.
            await using var agent = Start(broker.Port, "--speed", "600", "--loop");
            if (kill % 5 != 4) await agent.Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to serve");
            await Task.Delay(_random.Next(1500), Cancellation);
        }

        await DeliverRestAsync(broker.Port);
        var (alerts, revisions) = await witness.CompareAsync(subscriber);
        Report($"{kills} kills, {alerts} alerts, {revisions} revisions, {subscriber.Alerts.Count} messages");
        Assert.True(alerts > 2 * kills, $"only {alerts} alerts");
    }

    [Fact]
    public async Task A_broker_stopped_paused_and_restarted_again_and_again_loses_no_alert()
    {
        var faults = s_nightly ? 60 : 8;
        await WriteBeatsAsync();
        await using var broker = await MosquittoBroker.StartedAsync(["allow_anonymous true", "persistence true", "persistence_location {dir}/"]);
        await using var subscriber = await broker.SubscribeAsync(session: "ward");
        var witness = new DeliveryWitness(_folder.Path);
        await using (var agent = Start(broker.Port, "--speed", "200", "--loop", "--Mqtt:KeepAliveSeconds", "5", "--Mqtt:AckTimeoutSeconds", "5"))
        {
            await agent.Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to serve");
            for (var fault = 0; fault < faults; fault++)
            {
                await Task.Delay(_random.Next(1500), Cancellation);
                // Every fourth pause is longer than the agent's patience.
                await StrikeAsync(broker, fault % 3, TimeSpan.FromMilliseconds(fault % 12 == 1 ? 9000 : _random.Next(1500)));
            }

            await agent.TerminateAsync();
        }

        await DeliverRestAsync(broker.Port);
        var (alerts, revisions) = await witness.CompareAsync(subscriber);
        Report($"{faults} faults, {alerts} alerts, {revisions} revisions, {subscriber.Alerts.Count} messages");
        Assert.True(alerts > faults, $"only {alerts} alerts");
    }

    private static async Task StrikeAsync(MosquittoBroker broker, int kind, TimeSpan pause)
    {
        switch (kind)
        {
            case 0:
                await broker.StopAsync();
                await Task.Delay(pause, Cancellation);
                await broker.StartAsync();
                break;
            case 1:
                await broker.PauseAsync();
                await Task.Delay(pause, Cancellation);
                await broker.GoOnAsync();
                break;
            default:
                await broker.StopAsync();
                await broker.StartAsync();
                break;
        }
    }

    /// <summary>A last run of the agent, to its end: it ends when everything is delivered.</summary>
    private async Task DeliverRestAsync(int port)
    {
        await using var agent = Start(port, "--speed", "max");
        await agent.EndsWithin("the last replay");
        Assert.Contains(agent.Output.All, line => line.Contains("replayed", StringComparison.Ordinal));
    }

    /// <summary>Sixteen seconds with one episode, which is played again and again.</summary>
    private Task WriteBeatsAsync() => File.WriteAllTextAsync(_folder["beats.txt"], SyntheticBeatFile.Text(20, 8), Cancellation);

    private ChildProcess Start(int port, params string[] more) => EcgEdgeProgram.Start(
    [
        "replay", _folder["beats.txt"], .. more, "--Storage:Directory", _folder.Path,
        "--Http:Port", "0", "--Mqtt:Host", "localhost", "--Mqtt:Port", port.ToString(CultureInfo.InvariantCulture), "--Mqtt:ReconnectMaxSeconds", "2",
        "--Device:Name", "e2e",
    ]);

    private static void Report(string figures) => TestContext.Current.TestOutputHelper?.WriteLine(figures);
}

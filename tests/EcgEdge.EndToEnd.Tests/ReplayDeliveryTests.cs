using System.Globalization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>A file at full speed, through the whole agent, to an outside subscriber at a real broker.</summary>
public sealed class ReplayDeliveryTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("episodes")]
    public async Task Every_raised_alert_of_ECG5000_reaches_the_subscriber_exactly_once(string order)
    {
        var file = TestData.Require("ecg5000", "ECG5000_TEST.txt");
        await using var broker = await MosquittoBroker.StartedAsync();
        await using var subscriber = await broker.SubscribeAsync();

        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(Replay(file, order, broker.Port));
        Assert.True(exitCode == 0, error + output);
        Assert.Contains("replayed 630000 samples", output, StringComparison.Ordinal);

        var stored = StoredAlerts();
        Assert.True(stored.Count > (order == "file" ? 3 : 20), $"only {stored.Count} alerts");
        var last = stored.Max(a => a.Id);
        await subscriber.Until(all => all.Any(m => m.IsAlert && m.ReadAlert() is { State: AlertState.Cleared } a && a.Id == last), "the last alert");

        var delivered = subscriber.Alerts.Select(m => m.ReadAlert()).ToArray();
        var raised = delivered.Where(a => a.State == AlertState.Raised).Select(a => a.Id).ToArray();
        Assert.Equal(stored.Select(a => a.Id).Order(), raised.Order());
        Assert.Equal(delivered.Length, delivered.Select(a => (a.Id, a.Revision)).Distinct().Count());
        foreach (var alert in stored)
            Assert.Equal(alert.Revision, delivered.Where(a => a.Id == alert.Id).Max(a => a.Revision));
        Assert.All(subscriber.All.Where(m => m.IsAlert), m => Assert.Equal(1, m.Qos));
    }

    [Fact]
    public async Task Alerts_wait_in_the_outbox_while_the_broker_is_away()
    {
        var file = _folder["beats.txt"];
        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(40, 20), TestContext.Current.CancellationToken);
        await using var broker = await MosquittoBroker.StartedAsync();
        await broker.StopAsync();

        // Without a broker the replay plays to its end and says what is waiting; it is asked to stop before it has waited a minute.
        await using (var agent = EcgEdgeProgram.Start(Replay(file, "file", broker.Port)))
        {
            await agent.Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to start");
            await WaitForOutbox();
            await agent.TerminateAsync();
        }

        var waiting = StoredAlerts().Select(a => a.Id).ToArray();
        Assert.NotEmpty(waiting);
        await broker.StartAsync();
        await using var subscriber = await broker.SubscribeAsync();
        await using var again = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Mqtt:Host", "localhost", "--Mqtt:Port", Text(broker.Port));
        await subscriber.Until(all => waiting.All(id => all.Any(m => m.IsAlert && m.ReadAlert().Id == id)), "the alerts that had waited");
    }

    private string[] Replay(string file, string order, int port) =>
    [
        "replay", file, "--speed", "max", "--order", order, "--Storage:Directory", _folder.Path, "--Http:Port", "0",
        "--Mqtt:Host", "localhost", "--Mqtt:Port", Text(port), "--Device:Name", "e2e",
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task WaitForOutbox()
    {
        // The store is held by the agent; SQLite itself lets another reader look.
        var path = _folder["ecgedge.db"];
        await Poll.UntilAsync(() => File.Exists(path) && Count(path) > 0, "alerts in the outbox");

        static long Count(string path)
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM outbox";
            return (long)command.ExecuteScalar()!;
        }
    }

    private List<Alert> StoredAlerts()
    {
        using var store = EcgStore.Open(_folder.Path);
        var alerts = new List<Alert>();
        Guid? before = null;
        while (true)
        {
            var page = store.ListAlerts(new AlertQuery(Limit: 1000, Before: before));
            alerts.AddRange(page.Items);
            if (page.Next is null) return alerts;
            before = Guid.Parse(page.Next);
        }
    }
}

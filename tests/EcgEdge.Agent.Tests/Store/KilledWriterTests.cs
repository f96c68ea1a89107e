using System.Globalization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class KilledWriterTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Every_alert_whose_save_returned_is_there_however_often_the_writer_is_killed()
    {
        using var directory = new TempDirectory();
        var random = new Random(5);
        int next = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            ChildProcess writer = StoreWriterProcess.Start(directory.Path, next);
            try
            {
                int enough = random.Next(1, 60);
                await writer.Output.Until(lines => lines.Count >= enough).Within("alerts to be saved");
            }
            finally
            {
                // Kills it (SIGKILL), wherever it is just then, and reads what it had still said.
                await writer.DisposeAsync();
            }

            int told = next + writer.Output.All.Count;
            Assert.Equal((told - 1).ToString(CultureInfo.InvariantCulture), writer.Output.All[^1]);
            using var store = EcgStore.Open(directory.Path);
            List<Alert> alerts = All(store);
            // One more may have been saved before the word of it got out.
            Assert.InRange(alerts.Count, told, told + 1);
            Assert.Equal(Enumerable.Range(0, alerts.Count), alerts.Select(alert => (int)(alert.StartIndex / 250)));
            Assert.Equal(new StoreCounts(alerts.Count, store.Count().Beats, alerts.Count), store.Count());
            Assert.Equal("ok", store.File.Read(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA integrity_check";
                return command.ExecuteScalar();
            }));
            next = alerts.Count;
        }

        Assert.True(next > 100, $"{next} alerts are too few to say anything");
    }

    private static List<Alert> All(EcgStore store)
    {
        var alerts = new List<Alert>();
        Guid? before = null;
        do
        {
            Page<Alert> page = store.ListAlerts(new AlertQuery(Limit: 1000, Before: before));
            alerts.AddRange(page.Items);
            before = page.Next is null ? null : Guid.Parse(page.Next);
        }
        while (before is not null);
        alerts.Reverse();
        return alerts;
    }
}

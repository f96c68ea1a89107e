using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>
/// Sees every message that an agent ever puts into its outbox, by a trigger in the agent's own database and so within the agent's own
/// transactions: what it has seen was committed, and nothing that was committed did it miss.
/// </summary>
internal sealed class DeliveryWitness
{
    private readonly string _database;

    public DeliveryWitness(string folder)
    {
        using (var store = EcgStore.Open(folder)) _database = store.Path;
        Execute(
            """
            CREATE TABLE witness (id INTEGER NOT NULL PRIMARY KEY, payload BLOB NOT NULL);
            CREATE TRIGGER watch AFTER INSERT ON outbox BEGIN INSERT INTO witness VALUES (NEW.id, NEW.payload); END;
            """);
    }

    /// <summary>Waits until the subscriber has everything and compares: nothing is missing, the order is right, and so is every last revision.</summary>
    /// <returns>Alerts, and the revisions that were told of them.</returns>
    public async Task<(int Alerts, int Revisions)> CompareAsync(MosquittoSubscriber subscriber)
    {
        Assert.Equal(["0"], Query("SELECT count(*) FROM outbox"));
        var sent = Query("SELECT json_extract(CAST(payload AS TEXT), '$.id') || ' ' || json_extract(CAST(payload AS TEXT), '$.revision') FROM witness ORDER BY id");
        await subscriber.Until(all => all.LastOrDefault(m => m.IsAlert) is { } newest && Name(newest) == sent[^1], "the last revision");
        // At least once: a copy may come again. What counts is when something was told first.
        Assert.Equal(sent, subscriber.Alerts.Select(Name).Distinct());

        var stored = Query("SELECT id || ' ' || revision FROM alerts ORDER BY id");
        var last = subscriber.Alerts.Select(m => m.ReadAlert()).GroupBy(a => a.Id).Select(g => $"{g.Key} {g.Max(a => a.Revision)}");
        Assert.Equal(stored, last.Order());
        return (stored.Count, sent.Count);
    }

    private static string Name(Received message) => message.ReadAlert() is var alert ? $"{alert.Id} {alert.Revision}" : "";

    private List<string> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read()) rows.Add(row.GetValue(0).ToString()!);
        return rows;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_database};Pooling=False");
        connection.Open();
        return connection;
    }
}

using System.Text;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Store;

public sealed class OutboxTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private EcgStore _store;

    public OutboxTests() => _store = EcgStore.Open(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Messages_come_out_in_the_order_they_went_in()
    {
        // Newest alert first: the order is that of saving, not of the alerts' ids.
        Alert[] alerts = [.. Enumerable.Range(0, 50).Reverse().Select(n => TestAlerts.Number(n))];
        foreach (Alert alert in alerts.Take(10)) _store.SaveAlert(alert, TestAlerts.Message);
        _store.SaveAlerts(alerts[10..], TestAlerts.Message);

        var read = new List<OutboxEntry>();
        while (_store.Outbox.ReadFrom(read.Count == 0 ? 0 : read[^1].Id, 7) is { Count: > 0 } part) read.AddRange(part);
        Assert.Equal(alerts.Select(alert => $"{alert.Id} 1"), read.Select(entry => Encoding.UTF8.GetString(entry.Message.Payload)));
        Assert.Equal(read.Select(entry => entry.Id).Order(), read.Select(entry => entry.Id));
    }

    [Fact]
    public void A_message_comes_out_as_it_went_in()
    {
        var message = new OutboxMessage("a/b", [0, 255, 10, 13], 2, true);
        _store.SaveAlert(TestAlerts.Number(1), _ => message);
        OutboxMessage found = Assert.Single(_store.Outbox.ReadFrom(0, 10)).Message;
        Assert.Equal((message.Topic, message.Qos, message.Retain), (found.Topic, found.Qos, found.Retain));
        Assert.Equal(message.Payload, found.Payload);
    }

    [Fact]
    public void Removed_messages_are_gone_and_their_ids_never_come_back()
    {
        _store.SaveAlerts([.. Enumerable.Range(0, 5).Select(n => TestAlerts.Number(n))], TestAlerts.Message);
        long[] ids = [.. _store.Outbox.ReadFrom(0, 10).Select(entry => entry.Id)];
        _store.Outbox.Remove(ids[2]);
        Assert.Equal([ids[0], ids[1], ids[3], ids[4]], _store.Outbox.ReadFrom(0, 10).Select(entry => entry.Id));
        _store.Outbox.Remove(ids);
        _store.Outbox.Remove([]);
        Assert.Equal(0, _store.Outbox.Count);

        _store.Dispose();
        _store = EcgStore.Open(_directory.Path);
        Assert.Equal(0, _store.Outbox.Count);
        _store.SaveAlert(TestAlerts.Number(9), TestAlerts.Message);
        Assert.True(Assert.Single(_store.Outbox.ReadFrom(0, 10)).Id > ids[4]);
        Assert.Single(_store.Outbox.ReadFrom(ids[4], 10));
    }

    [Fact]
    public void Whoever_listens_hears_of_every_transaction_that_put_something_in()
    {
        var counts = new List<long>();
        _store.Outbox.Changed += () => counts.Add(_store.Outbox.ReadFrom(0, 100).Count);
        Alert alert = _store.SaveAlert(TestAlerts.Number(1), TestAlerts.Message);
        _store.SaveAlert(TestAlerts.Number(2), TestAlerts.NoMessage);
        _store.SaveAlerts([TestAlerts.Number(3), TestAlerts.Number(4)], TestAlerts.Message);
        _store.Acknowledge(alert.Id, TestAlerts.Noon, TestAlerts.Message);
        Assert.Equal([1, 3, 4], counts);
    }
}

using System.Text;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class RetainedTopicTests : IDisposable
{
    private const string State = "ecgedge/pi/chest/state";
    private const string Vitals = "ecgedge/pi/chest/vitals";

    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_late_subscriber_learns_state_vitals_and_health()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber early = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        agent.Publisher.PublishVitals("chest", Json(1));
        await early.Saw(State, "online");
        agent.Publisher.PublishVitals("chest", Json(2));
        agent.Publisher.PublishHealth("chest", Json(3));
        await early.Saw("ecgedge/pi/chest/health", Text(3));

        await using MosquittoSubscriber late = await broker.SubscribeAsync();
        await late.Saw("ecgedge/pi/chest/health", Text(3));
        await late.Saw(Vitals, Text(2));
        await late.Saw(State, "online");
        Assert.All(late.All, message => Assert.True(message.Retained, $"{message}"));
        Assert.Equal(0, (await late.First(Vitals)).Qos);
    }

    [Fact]
    public async Task State_and_vitals_are_there_again_after_the_broker_has_forgotten_them()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        await using (MosquittoSubscriber before = await broker.SubscribeAsync()) await before.Saw(State, "online");
        await broker.StopAsync();
        await _logs.Seen("lost");
        agent.Publisher.PublishVitals("chest", Json(7));
        await broker.StartAsync();
        await using MosquittoSubscriber after = await broker.SubscribeAsync();
        await after.Saw(State, "online");
        await after.Saw(Vitals, Text(7));
    }

    [Fact]
    public async Task The_last_will_says_offline_when_the_agent_is_cut_off()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(relay.Port), _logs);
        await subscriber.Saw(State, "online");
        relay.Cut();
        await subscriber.Saw(State, "offline");
        await using (MosquittoSubscriber late = await broker.SubscribeAsync()) Assert.Equal("offline", (await late.First(State)).Payload);

        relay.Mend();
        await subscriber.Until(all => all.LastOrDefault(message => message.Topic == State)?.Payload == "online" && all.Any(message => message.Payload == "offline"), "online again");
    }

    [Fact]
    public async Task A_clean_stop_says_offline_once_and_takes_leave()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        await subscriber.Saw(State, "online");
        await agent.StopAsync();
        await broker.Log.First(line => line.Contains("Client ecgedge-pi disconnected.", StringComparison.Ordinal)).Within("the DISCONNECT");
        await broker.PublishAsync("test/end", "end");
        await subscriber.First("test/end");
        Assert.Equal(["online", "offline"], subscriber.All.Where(message => message.Topic == State).Select(message => message.Payload));
        await using MosquittoSubscriber late = await broker.SubscribeAsync();
        Assert.Equal(("offline", true), ((await late.First(State)).Payload, (await late.First(State)).Retained));
    }

    [Fact]
    public async Task With_several_channels_the_will_is_the_devices_and_a_clean_stop_tells_for_each()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(relay.Port), _logs, ["chest", "arm"]);
        string[] topics = ["ecgedge/pi/state", State, "ecgedge/pi/arm/state"];
        foreach (string topic in topics) await subscriber.Saw(topic, "online");
        relay.Cut();
        await subscriber.Saw("ecgedge/pi/state", "offline");
        relay.Mend();
        await subscriber.Until(all => all.Count(message => message.Topic == topics[2] && message.Payload == "online") == 2, "online again");
        await agent.StopAsync();
        foreach (string topic in topics) await subscriber.Until(all => all.Last(message => message.Topic == topic).Payload == "offline", $"offline on {topic}");
    }

    private static byte[] Json(int number) => Encoding.UTF8.GetBytes(Text(number));

    private static string Text(int number) => $"{{\"number\":{number}}}";
}

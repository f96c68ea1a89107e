using System.Text.Json;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class HomeAssistantTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_channel_is_announced_with_everything_Home_Assistant_needs()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using Discovering agent = await StartAsync(broker, ["chest"], new HomeAssistantOptions { Enabled = true });
        await Announced(broker, 6);
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        IReadOnlyList<Received> all = await subscriber.Until(seen => seen.Count(IsConfig) >= 6, "six announcements");
        Received[] configs = [.. all.Where(IsConfig)];
        Assert.All(configs, m => Assert.True(m.Retained));
        Assert.Equal(
        [
            "homeassistant/binary_sensor/ecgedge_pi/ecgedge_pi_chest_leads/config",
            "homeassistant/button/ecgedge_pi/ecgedge_pi_chest_acknowledge/config",
            "homeassistant/sensor/ecgedge_pi/ecgedge_pi_chest_alert/config",
            "homeassistant/sensor/ecgedge_pi/ecgedge_pi_chest_anomaly_rate/config",
            "homeassistant/sensor/ecgedge_pi/ecgedge_pi_chest_heart_rate/config",
            "homeassistant/sensor/ecgedge_pi/ecgedge_pi_chest_signal_quality/config",
        ], configs.Select(m => m.Topic).Order());
        foreach (JsonElement entity in configs.Select(m => JsonDocument.Parse(m.Payload).RootElement))
        {
            Assert.Equal("ecgedge_pi_chest", entity.GetProperty("device").GetProperty("identifiers")[0].GetString());
            Assert.Equal(("pi chest", "EcgEdge"), (Text(entity.GetProperty("device"), "name"), Text(entity.GetProperty("device"), "manufacturer")));
            Assert.False(string.IsNullOrEmpty(Text(entity.GetProperty("device"), "sw_version")));
            Assert.Equal("EcgEdge", Text(entity.GetProperty("origin"), "name"));
            JsonElement availability = Assert.Single(entity.GetProperty("availability").EnumerateArray());
            Assert.Equal(
                ("ecgedge/pi/chest/state", "online", "offline"),
                (Text(availability, "topic"), Text(availability, "payload_available"), Text(availability, "payload_not_available")));
            // Of the vitals, which go stale; a button and the open alerts do not.
            Assert.Equal(entity.TryGetProperty("state_topic", out JsonElement topic) && topic.GetString() == "ecgedge/pi/chest/vitals", entity.TryGetProperty("expire_after", out _));
        }

        JsonElement rate = Of("heart_rate");
        Assert.Equal(
            ("ecgedge/pi/chest/vitals", "{{ value_json.heartRateBpm }}", "bpm", "measurement", "ecgedge_pi_chest_heart_rate", 10),
            (Text(rate, "state_topic"), Text(rate, "value_template"), Text(rate, "unit_of_measurement"), Text(rate, "state_class"), Text(rate, "unique_id"), rate.GetProperty("expire_after").GetInt32()));
        JsonElement button = Of("acknowledge");
        Assert.Equal(("ecgedge/pi/chest/command", 1), (Text(button, "command_topic"), button.GetProperty("qos").GetInt32()));
        Assert.True(CommandParser.TryParse(System.Text.Encoding.UTF8.GetBytes(Text(button, "payload_press")!), out ChannelCommand? command, out _));
        Assert.Equal(new AcknowledgeCommand(null, null), command);

        JsonElement Of(string what) => JsonDocument.Parse(configs.Single(m => m.Topic.EndsWith($"_{what}/config", StringComparison.Ordinal)).Payload).RootElement;
    }

    [Fact]
    public async Task A_channel_that_is_gone_is_taken_back_and_what_is_not_ours_stays()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await broker.PublishAsync("homeassistant/sensor/other/other_x/config", "{}", retain: true);
        await using (Discovering before = await StartAsync(broker, ["chest", "arm"], new HomeAssistantOptions { Enabled = true }))
            await Announced(broker, 13);
        await using (Discovering after = await StartAsync(broker, ["chest"], new HomeAssistantOptions { Enabled = true }))
            await Announced(broker, 7);
        await using (Discovering off = await StartAsync(broker, ["chest"], new HomeAssistantOptions()))
            await Announced(broker, 1);
    }

    [Fact]
    public async Task What_the_broker_has_forgotten_is_announced_again()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using Discovering agent = await StartAsync(broker, ["chest"], new HomeAssistantOptions { Enabled = true });
        await Announced(broker, 6);
        await broker.StopAsync();
        await broker.StartAsync();
        await Announced(broker, 6);
    }

    [Fact]
    public void Ids_are_plain_stable_and_never_the_same()
    {
        string[] Ids(string device, params string[] channels) =>
            [.. new HomeAssistantEntities(new HomeAssistantOptions(), new MqttTopics(device, channels), takesCommands: false, "1").All().Select(e => e.UniqueId)];
        Assert.Equal(Ids("pi", "chest"), Ids("pi", "chest"));
        string[] all = [.. Ids("pi", "a.b", "a_b", "a-b", "\u00e4"), .. Ids("pi_a", "b"), .. Ids("pi", "a_b_c"), .. Ids("pi.a", "b")];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, id => Assert.Matches("^[a-zA-Z0-9_-]+$", id));
    }

    private static bool IsConfig(Received message) => message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal) && message.Payload.Length > 0;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    /// <summary>Waits until a newcomer finds this many announcements at the broker.</summary>
    private static async Task Announced(MosquittoBroker broker, int count)
    {
        string marker = $"test/end/{Guid.NewGuid()}";
        for (long begun = TimeProvider.System.GetTimestamp(); ;)
        {
            await using MosquittoSubscriber newcomer = await broker.SubscribeAsync();
            await broker.PublishAsync(marker, "end");
            await newcomer.First(marker);
            int found = newcomer.All.Count(m => m.Retained && IsConfig(m));
            if (found == count) return;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Deadline.Span, $"{found} announcements are there, not {count}");
        }
    }

    private async Task<Discovering> StartAsync(MosquittoBroker broker, string[] channels, HomeAssistantOptions homeAssistant)
    {
        var options = new AgentOptions { Mqtt = PublishingAgent.Options(broker.Port) with { HomeAssistant = homeAssistant } };
        var agent = new Discovering(options, channels, _directory, _logs);
        await agent.StartAsync();
        return agent;
    }

    private sealed class Discovering : IAsyncDisposable
    {
        private readonly PublishingAgent _agent;
        private readonly HomeAssistantDiscovery _discovery;

        public Discovering(AgentOptions options, string[] channels, TempDirectory directory, CapturingLogs logs)
        {
            _agent = PublishingAgent.Prepare(directory, options.Mqtt, logs, channels);
            _discovery = new HomeAssistantDiscovery(options, new MqttTopics("pi", channels), _agent.Publisher);
        }

        public async Task StartAsync()
        {
            await _discovery.StartAsync(Cancellation);
            await _agent.Publisher.StartAsync(Cancellation);
        }

        public ValueTask DisposeAsync() => _agent.DisposeAsync();
    }
}

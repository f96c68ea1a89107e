using System.Security.Cryptography;
using System.Text;

namespace EcgEdge.Agent.Mqtt;

/// <summary>What Home Assistant can show of each channel, and under which topics it is announced. Ids depend on device and channel name alone.</summary>
public sealed class HomeAssistantEntities(HomeAssistantOptions options, MqttTopics topics, bool takesCommands, string version)
{
    /// <summary>Vitals come every second; when they do not, a heart rate must not stand there as if it were the heart's.</summary>
    private const int ExpireSeconds = 10;

    /// <summary>Filter for everything this device ever announced.</summary>
    public string Filter => $"{options.Prefix}/+/{Node}/+/config";

    private string Node => $"ecgedge_{Slug(topics.Device)}";

    /// <summary>Topic of the announcement of a thing.</summary>
    public string TopicOf(HomeAssistantEntity entity) => $"{options.Prefix}/{entity.Component}/{Node}/{entity.UniqueId}/config";

    /// <summary>Whether a topic is one of this device's announcements, of now or of earlier.</summary>
    public bool IsOurs(string topic)
    {
        var levels = topic.Split('/');
        return levels.Length == 5 && levels[0] == options.Prefix && levels[2] == Node && levels[4] == "config";
    }

    /// <summary>Everything there is to see and to press.</summary>
    public IEnumerable<HomeAssistantEntity> All() => topics.Channels.SelectMany(Of);

    private IEnumerable<HomeAssistantEntity> Of(string channel)
    {
        var vitals = topics.Vitals(channel);
        yield return Entity(channel, "sensor", "heart_rate", "Heart rate") with
        {
            StateTopic = vitals,
            ValueTemplate = "{{ value_json.heartRateBpm }}",
            UnitOfMeasurement = "bpm",
            StateClass = "measurement",
            Icon = "mdi:heart-pulse",
            SuggestedDisplayPrecision = 0,
            ExpireAfter = ExpireSeconds,
        };
        yield return Entity(channel, "sensor", "signal_quality", "Signal quality") with
        {
            StateTopic = vitals,
            ValueTemplate = "{{ (value_json.signalQuality * 100) | round(0) }}",
            UnitOfMeasurement = "%",
            StateClass = "measurement",
            EntityCategory = "diagnostic",
            Icon = "mdi:signal",
            ExpireAfter = ExpireSeconds,
        };
        yield return Entity(channel, "binary_sensor", "leads", "Leads") with
        {
            StateTopic = vitals,
            ValueTemplate = "{{ value_json.leads }}",
            PayloadOn = "on",
            PayloadOff = "off",
            DeviceClass = "connectivity",
            ExpireAfter = ExpireSeconds,
        };
        yield return Entity(channel, "sensor", "anomaly_rate", "Anomaly rate") with
        {
            StateTopic = vitals,
            ValueTemplate = "{{ value_json.anomalyRatePercent }}",
            UnitOfMeasurement = "%",
            StateClass = "measurement",
            Icon = "mdi:chart-bell-curve",
            SuggestedDisplayPrecision = 1,
            ExpireAfter = ExpireSeconds,
        };
        yield return Entity(channel, "sensor", "alert", "Alert") with
        {
            StateTopic = topics.OpenAlerts(channel),
            ValueTemplate = "{{ value_json.kind if value_json.kind else 'none' }}",
            JsonAttributesTopic = topics.OpenAlerts(channel),
            Icon = "mdi:alert",
        };
        if (!takesCommands) yield break;
        yield return Entity(channel, "button", "acknowledge", "Acknowledge") with
        {
            CommandTopic = topics.Command(channel),
            PayloadPress = """{"command":"ack"}""",
            Qos = 1,
            Icon = "mdi:bell-check",
        };
    }

    private HomeAssistantEntity Entity(string channel, string component, string what, string name) => new()
    {
        Component = component,
        Name = name,
        UniqueId = $"{Node}_{Slug(channel)}_{what}",
        // With several channels the last will is the device's alone: both must be online.
        Availability = [.. new[] { topics.Will, topics.State(channel) }.Distinct().Select(t => new HomeAssistantAvailability(t))],
        Device = new HomeAssistantDevice([$"{Node}_{Slug(channel)}"], $"{topics.Device} {channel}", "EcgEdge", "ECG agent, not a medical device", version),
        Origin = new HomeAssistantOrigin("EcgEdge", version),
    };

    /// <summary>A name as Home Assistant lets it stand in a topic; two different names never become the same.</summary>
    private static string Slug(string name)
    {
        var plain = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')]);
        return plain == name && !name.Contains('_') ? name : $"{plain}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..6]}";
    }
}

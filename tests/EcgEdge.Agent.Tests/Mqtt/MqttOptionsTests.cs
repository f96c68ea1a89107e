using EcgEdge.Agent.Mqtt;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class MqttOptionsTests
{
    [Fact]
    public void Every_error_is_named_at_once()
    {
        var options = new MqttOptions
        {
            Host = "broker",
            Port = 0,
            KeepAliveSeconds = 4,
            ReconnectMinSeconds = 10,
            ReconnectMaxSeconds = 9,
            MaxInFlight = 1001,
            PasswordFile = "/no/password",
            CaFile = "/no/ca.pem",
            CertificateFile = "/no/client.pem",
            AckTimeoutSeconds = 4,
            OutboxMaxMegabytes = 0,
            OutboxMaxAgeHours = 8761,
            HealthSeconds = 0,
            HomeAssistant = new HomeAssistantOptions { Prefix = "home/assistant" },
            ClientId = "",
        };
        Assert.Equal(
        [
            "Mqtt:Port is 0; expected 1 to 65535.",
            "Mqtt:KeepAliveSeconds is 4; expected 5 to 65535.",
            "Mqtt:ReconnectMaxSeconds is 9; expected 10 to 3600.",
            "Mqtt:MaxInFlight is 1001; expected 1 to 1000.",
            "Mqtt:AckTimeoutSeconds is 4; expected 5 to 3600.",
            "Mqtt:OutboxMaxMegabytes is 0; expected 1 to 4096.",
            "Mqtt:OutboxMaxAgeHours is 8761; expected 1 to 8760.",
            "Mqtt:HealthSeconds is 0; expected 1 to 3600.",
            "Mqtt:PasswordFile is set, but Mqtt:Username is not; expected both or neither.",
            "Mqtt:PasswordFile is \"/no/password\"; there is no such file.",
            "Of Mqtt:CertificateFile and Mqtt:KeyFile only one is set; expected both or neither.",
            "Mqtt:CaFile is \"/no/ca.pem\"; there is no such file.",
            "Mqtt:CertificateFile is \"/no/client.pem\"; there is no such file.",
            "Mqtt:HomeAssistant:Prefix is \"home/assistant\", which holds '/'; expected 1 to 64 characters without spaces, control characters, '/', '+' and '#'.",
            "Mqtt:ClientId is not usable; expected 1 to 128 characters, no control characters.",
        ], options.Validate());
    }

    [Fact]
    public void Defaults_are_valid_with_and_without_a_host()
    {
        Assert.Empty(new MqttOptions().Validate());
        Assert.Empty(new MqttOptions { Host = "broker" }.Validate());
        Assert.False(new MqttOptions { Host = " " }.Enabled);
        Assert.Equal("mqtt://broker:1883", new MqttOptions { Host = "broker" }.Broker);
        Assert.Equal("mqtts://broker:8883", new MqttOptions { Host = "broker", Port = 8883, UseTls = true }.Broker);
    }

    [Theory]
    [InlineData("bed/3", "holds '/'")]
    [InlineData("bed+3", "holds '+'")]
    [InlineData("#", "holds '#'")]
    [InlineData("bed 3", "holds a space")]
    [InlineData("bed\t3", "holds a space")]
    [InlineData("bed\0", "U+0000")]
    [InlineData("", "is empty")]
    [InlineData(null, "is empty")]
    public void A_name_that_would_break_a_topic_is_refused(string? name, string why)
    {
        Assert.Contains(why, MqttTopics.Problem("Device:Name", name), StringComparison.Ordinal);
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => new MqttTopics(name!, ["chest"])).Message, StringComparison.Ordinal);
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => new MqttTopics("pi", ["chest", name!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_follow_device_and_channel()
    {
        var topics = new MqttTopics("pi-4.lan", ["chest"]);
        Assert.Equal("ecgedge/pi-4.lan/chest/alert", topics.Alert("chest"));
        Assert.Equal("ecgedge/pi-4.lan/chest/state", topics.Will);
        Assert.Equal("ecgedge/pi-4.lan/state", new MqttTopics("pi-4.lan", ["a", "b"]).Will);
        Assert.Contains("another channel", Assert.Throws<ArgumentException>(() => new MqttTopics("pi", ["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("65 characters", MqttTopics.Problem("Device:Name", new string('x', 65)), StringComparison.Ordinal);
    }
}

using System.Text;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class AlertMessagesTests
{
    private static readonly MqttTopics s_topics = new("pi", ["chest"]);

    [Fact]
    public void An_alert_becomes_the_json_of_the_contract()
    {
        Alert alert = TestAlerts.Number(1) with { Id = new Guid("01900000-0000-7000-8000-000000000001"), Score = double.NaN, Message = "Anomalous beats." };
        OutboxMessage message = new AlertMessages(s_topics, enabled: true).For(alert)!;
        Assert.Equal(("ecgedge/pi/chest/alert", 1, false), (message.Topic, message.Qos, message.Retain));
        Assert.Equal(
            """
            {"id":"01900000-0000-7000-8000-000000000001","revision":1,"channel":"chest","wearer":"Ada","kind":"beat.anomaly","priority":"high",
            "state":"raised","startedAt":"2026-01-31T12:00:01.123Z","endedAt":null,"startIndex":250,"endIndex":null,"score":null,
            "threshold":0.123456789012345,"beats":5,"anomalousBeats":3,"classes":{"R-on-T PVC":2,"PVC":1},"heartRateBpm":71.5,"pack":"ecg5000",
            "packVersion":"1.2.3","acknowledgedAt":null,"learning":false,"snoozed":false,"message":"Anomalous beats."}
            """.ReplaceLineEndings(""), Encoding.UTF8.GetString(message.Payload));
    }

    [Fact]
    public void There_is_no_message_of_a_snoozed_alert() =>
        Assert.Null(new AlertMessages(s_topics, enabled: true).For(TestAlerts.Number(1) with { Snoozed = true }));

    [Fact]
    public void There_is_no_message_where_mqtt_is_off() => Assert.Null(new AlertMessages(s_topics, enabled: false).For(TestAlerts.Number(1)));
}

namespace EcgEdge.Agent.Mqtt;

/// <summary>Reason codes of MQTT 5.</summary>
internal static class MqttReason
{
    private const int TopicNameInvalid = 0x90, PacketTooLarge = 0x95, PayloadFormatInvalid = 0x99;

    /// <summary>Whether a message that is refused for this will be refused for ever, whatever happens at the broker.</summary>
    public static bool IsFinal(int code) => code is TopicNameInvalid or PacketTooLarge or PayloadFormatInvalid;

    public static string Explain(int code) => LibMosquitto.ExplainReason(code);
}

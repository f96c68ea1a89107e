namespace EcgEdge.Agent.Mqtt;

/// <summary>Publishing of what may be passed over.</summary>
internal static class MqttOffer
{
    /// <summary>
    /// Like <see cref="IMqttClient.TryPublish"/>, but never throws: what this broker will not take (retained messages, or longer ones than it
    /// allows) is passed over too.
    /// </summary>
    public static bool Offer(this IMqttClient client, int connection, string topic, ReadOnlySpan<byte> payload, int qos, bool retain, out int messageId)
    {
        try
        {
            return client.TryPublish(connection, topic, payload, qos, retain, out messageId);
        }
        catch (ArgumentException)
        {
            messageId = 0;
            return false;
        }
    }
}

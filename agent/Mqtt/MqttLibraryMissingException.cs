namespace EcgEdge.Agent.Mqtt;

/// <summary>The MQTT client library is not on this machine; the message says how to get it.</summary>
public sealed class MqttLibraryMissingException(string library)
    : Exception($"MQTT needs libmosquitto, and {library} cannot be loaded; install the Debian package libmosquitto1 (sudo apt install libmosquitto1), or leave Mqtt:Host empty.");

namespace EcgEdge.Agent.Mqtt;

/// <summary>The topics of one device: <c>ecgedge/&lt;device&gt;/&lt;channel&gt;/...</c>.</summary>
public sealed class MqttTopics
{
    private const int MaxNameLength = 64;

    /// <exception cref="ArgumentException">A name cannot stand in a topic; the message is one sentence that says why.</exception>
    public MqttTopics(string device, IReadOnlyList<string> channels)
    {
        if (Problem("Device:Name", device) is { } problem) throw new ArgumentException(problem, nameof(device));
        for (int i = 0; i < channels.Count; i++)
        {
            if (Problem($"Channels:{i}:Name", channels[i]) is { } wrong) throw new ArgumentException(wrong, nameof(channels));
            if (channels.Take(i).Contains(channels[i], StringComparer.Ordinal))
                throw new ArgumentException($"Channels:{i}:Name is \"{channels[i]}\", as another channel's is; expected a name of its own.", nameof(channels));
        }
        Device = device;
        Channels = channels;
    }

    public string Device { get; }

    public IReadOnlyList<string> Channels { get; }

    /// <summary>State of the device as a whole; used where it has several channels, or none.</summary>
    public string DeviceState => $"ecgedge/{Device}/state";

    /// <summary>
    /// Where the last will goes. MQTT has one will per connection: with one channel it is that channel's state, with several the device's,
    /// and a subscriber must take every channel of an offline device for offline.
    /// </summary>
    public string Will => Channels.Count == 1 ? State(Channels[0]) : DeviceState;

    /// <summary>Every state topic of this device, the one of the will first.</summary>
    public IReadOnlyList<string> States => Channels.Count == 1 ? [Will] : [Will, .. Channels.Select(State)];

    public string Alert(string channel) => Of(channel, "alert");

    /// <summary>Which alerts last now.</summary>
    public string OpenAlerts(string channel) => Of(channel, "alerts");

    public string Command(string channel) => Of(channel, "command");

    public string CommandResult(string channel) => Of(channel, "command/result");

    public string Beat(string channel) => Of(channel, "beat");

    public string Health(string channel) => Of(channel, "health");

    public string State(string channel) => Of(channel, "state");

    public string Vitals(string channel) => Of(channel, "vitals");

    public string Wave(string channel) => Of(channel, "wave");

    /// <summary>What keeps a name from being a level of a topic.</summary>
    /// <param name="key">The setting it comes from.</param>
    /// <param name="name">The name.</param>
    /// <returns>One sentence; null if the name is good.</returns>
    public static string? Problem(string key, string? name)
    {
        const string expected = "expected 1 to 64 characters without spaces, control characters, '/', '+' and '#'";
        if (string.IsNullOrEmpty(name)) return $"{key} is empty; {expected}.";
        if (name.Length > MaxNameLength) return $"{key} has {name.Length} characters; {expected}.";
        foreach (char c in name)
        {
            if (c is '/' or '+' or '#') return $"{key} is \"{name}\", which holds '{c}'; {expected}.";
            if (char.IsWhiteSpace(c)) return $"{key} is \"{name}\", which holds a space; {expected}.";
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF') return $"{key} holds the character U+{(int)c:X4}; {expected}.";
        }
        return null;
    }

    private string Of(string channel, string leaf) => $"ecgedge/{Device}/{channel}/{leaf}";
}

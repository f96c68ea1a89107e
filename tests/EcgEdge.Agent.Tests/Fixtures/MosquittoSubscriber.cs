using System.Globalization;
using System.Text.Json;
using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A message as an outsider received it.</summary>
internal sealed record Received(int Qos, bool Retained, string Topic, string Payload)
{
    public bool IsAlert => Topic.EndsWith("/alert", StringComparison.Ordinal);

    public Alert ReadAlert() => JsonSerializer.Deserialize(Payload, AlertJson.Default.Alert)!;
}

/// <summary>A real mosquitto_sub as outside witness.</summary>
internal sealed class MosquittoSubscriber : IAsyncDisposable
{
    private readonly ChildProcess _process;

    public MosquittoSubscriber(string[] arguments) => _process = new ChildProcess("mosquitto_sub", ["-F", "%q %r %t %p", .. arguments]);

    public IReadOnlyList<Received> All => Parse(_process.Output.All);

    public IReadOnlyList<Received> Alerts => [.. All.Where(message => message.IsAlert)];

    /// <summary>Waits for the first message on a topic.</summary>
    public async Task<Received> First(string topic) => (await Until(all => all.Any(message => message.Topic == topic), $"a message on {topic}"))
        .First(message => message.Topic == topic);

    /// <summary>Waits for a message on a topic with this payload.</summary>
    public Task Saw(string topic, string payload) =>
        Until(all => all.Any(message => message.Topic == topic && message.Payload == payload), $"\"{payload}\" on {topic}");

    public async Task<IReadOnlyList<Received>> Until(Func<IReadOnlyList<Received>, bool> condition, string what) =>
        Parse(await _process.Output.Until(lines => condition(Parse(lines))).Within($"{what} at the subscriber"));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static List<Received> Parse(IReadOnlyList<string> lines)
    {
        var messages = new List<Received>(lines.Count);
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ', 4);
            // What mosquitto_sub itself has to say ("Connection error") is no message.
            if (parts.Length == 4 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int qos))
                messages.Add(new Received(qos, parts[1] == "1", parts[2], parts[3]));
        }
        return messages;
    }
}

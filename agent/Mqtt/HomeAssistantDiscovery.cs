using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Announces the channels to Home Assistant by retained messages, on every connection. What this device announced earlier and does not any
/// more, because a channel is gone or discovery was switched off, it finds at the broker and takes back.
/// </summary>
public sealed class HomeAssistantDiscovery(AgentOptions options, MqttTopics topics, MqttPublisher mqtt) : IHostedService
{
    private readonly HomeAssistantEntities _entities = new(options.Mqtt.HomeAssistant, topics, options.Mqtt.Commands, AgentState.Version);
    private readonly Dictionary<string, byte[]> _announced = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (mqtt.Client is not { } client) return Task.CompletedTask;
        if (options.Mqtt.HomeAssistant.Enabled)
        {
            foreach (var entity in _entities.All())
                _announced.Add(_entities.TopicOf(entity), JsonSerializer.SerializeToUtf8Bytes(entity, HomeAssistantJson.Default.HomeAssistantEntity));
        }

        client.Happened += OnHappened;
        client.Received += OnReceived;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (mqtt.Client is { } client)
        {
            client.Happened -= OnHappened;
            client.Received -= OnReceived;
        }

        return Task.CompletedTask;
    }

    private void OnHappened(MqttEvent happened)
    {
        if (happened.Kind != MqttEventKind.Connected) return;
        foreach (var (topic, json) in _announced) mqtt.Client!.Offer(happened.Connection, topic, json, qos: 1, retain: true, out _);
        mqtt.Client!.TrySubscribe(happened.Connection, _entities.Filter, qos: 1);
    }

    private void OnReceived(MqttMessage message)
    {
        if (message.Payload.Length == 0 || _announced.ContainsKey(message.Topic) || !_entities.IsOurs(message.Topic)) return;
        // An empty retained message deletes the announcement, and Home Assistant forgets the thing.
        var client = mqtt.Client!;
        client.Offer(client.Connection, message.Topic, [], qos: 1, retain: true, out _);
    }
}

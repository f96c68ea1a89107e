using System.Text.Json;
using System.Threading.Channels;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Takes commands from <c>.../command</c> and answers each on <c>.../command/result</c>. A retained command is from the past and is not
/// obeyed. When more come than can be obeyed, those beyond a short queue are passed over without an answer.
/// </summary>
public sealed class CommandReceiver(AgentOptions options, MqttTopics topics, MqttPublisher mqtt, CommandHandler handler, ILogger<CommandReceiver> log)
    : BackgroundService
{
    private const int MostWaiting = 64;

    private readonly Channel<MqttMessage> _waiting = Channel.CreateBounded<MqttMessage>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<string, string> _channels = topics.Channels.ToDictionary(topics.Command, c => c);
    private int _overrun;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (mqtt.Client is null || !options.Mqtt.Commands) return Task.CompletedTask;
        mqtt.Client.Happened += OnHappened;
        mqtt.Client.Received += OnReceived;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        if (mqtt.Client is { } client)
        {
            client.Happened -= OnHappened;
            client.Received -= OnReceived;
        }

        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var message in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                var channel = _channels[message.Topic];
                Answer(channel, Obey(channel, message));
                if (Interlocked.Exchange(ref _overrun, 0) is > 0 and var passed)
                    log.LogWarning("MQTT: {Passed} commands were passed over: they came faster than they could be obeyed", passed);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private CommandResult Obey(string channel, MqttMessage message)
    {
        if (message.Retained) return new CommandResult(null, null, false, "a retained command is not obeyed; publish it without the retain flag");
        if (!CommandParser.TryParse(message.Payload, out var command, out var problem)) return new CommandResult(null, null, false, problem);
        return handler.Obey(channel, command);
    }

    private void Answer(string channel, CommandResult result)
    {
        if (result.Ok) log.LogInformation("MQTT: command {Command} on channel {Channel}", result.Command, channel);
        else log.LogDebug("MQTT: a command on channel {Channel} is refused: {Error}", channel, result.Error);
        var json = JsonSerializer.SerializeToUtf8Bytes(result, ApiJson.Default.CommandResult);
        var client = mqtt.Client!;
        client.Offer(client.Connection, topics.CommandResult(channel), json, qos: 1, retain: false, out _);
    }

    private void OnHappened(MqttEvent happened)
    {
        if (happened.Kind != MqttEventKind.Connected) return;
        foreach (var topic in _channels.Keys) mqtt.Client!.TrySubscribe(happened.Connection, topic, qos: 1);
    }

    private void OnReceived(MqttMessage message)
    {
        if (_channels.ContainsKey(message.Topic) && !_waiting.Writer.TryWrite(message)) Interlocked.Increment(ref _overrun);
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Store and publisher as the agent puts them together, on the device "pi".</summary>
internal sealed class PublishingAgent : IAsyncDisposable
{
    private readonly AlertMessages _messages;

    private PublishingAgent(string directory, MqttOptions options, string[] channels, TimeProvider time, CapturingLogs logs)
    {
        var topics = new MqttTopics("pi", channels);
        Store = EcgStore.Open(directory);
        Publisher = MqttPublisher.Create(options, topics, Store.Outbox, time, logs);
        _messages = new AlertMessages(topics, options.Enabled);
    }

    public EcgStore Store { get; }

    public MqttPublisher Publisher { get; }

    public static MqttOptions Options(int port) => new() { Host = "localhost", Port = port, ReconnectMaxSeconds = 1 };

    /// <summary>Like <see cref="StartedAsync"/>, but not started yet.</summary>
    public static PublishingAgent Prepare(TempDirectory directory, MqttOptions options, CapturingLogs logs, string[]? channels = null, TimeProvider? time = null)
    {
        Assert.Empty(options.Validate());
        return new PublishingAgent(directory["store"], options, channels ?? ["chest"], time ?? TimeProvider.System, logs);
    }

    public static async Task<PublishingAgent> StartedAsync(
        TempDirectory directory, MqttOptions options, CapturingLogs logs, string[]? channels = null, TimeProvider? time = null)
    {
        PublishingAgent agent = Prepare(directory, options, logs, channels, time);
        await agent.Publisher.StartAsync(TestContext.Current.CancellationToken);
        return agent;
    }

    public Alert Save(Alert alert) => Store.SaveAlert(alert, _messages.For);

    public IReadOnlyList<Alert> Save(IEnumerable<Alert> alerts) => Store.SaveAlerts([.. alerts], _messages.For);

    public async Task Drained() => Assert.True(await Publisher.DrainAsync(Deadline.Span), $"Waited in vain for the outbox to empty: {Publisher.Status}");

    /// <summary>Stops in good order; may be called before disposing.</summary>
    public Task StopAsync() => Publisher.StopAsync(CancellationToken.None).Within("the publisher to stop");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Publisher.Dispose();
        Store.Dispose();
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Pipeline;

/// <summary>All channels of this agent: made from the options, started and stopped together, each on its own otherwise.</summary>
public sealed class ChannelSet : IHostedLifecycleService, IDisposable
{
    private readonly List<EcgChannel> _channels;

    public ChannelSet(AgentOptions options, ChannelParts parts, IFlowControl flow, Supervision supervision, TimeProvider time, ILoggerFactory logs) =>
        _channels = [.. options.Channels.Select((channel, i) =>
            new EcgChannel(i, channel, options.Alerts, parts, flow, supervision, time, logs.CreateLogger<EcgChannel>()))];

    public IReadOnlyList<EcgChannel> All => _channels;

    /// <summary>Completes when every channel has finished.</summary>
    public Task Finished => Task.WhenAll(_channels.Select(c => c.Finished));

    /// <summary>Whether something moves: false only when channels are stuck and none of the others runs.</summary>
    public bool IsMoving => !_channels.Exists(c => c.IsStuck) || _channels.Exists(c => c.State == SourceState.Running && !c.IsStuck);

    /// <summary>The channel of a name; null when there is none.</summary>
    public EcgChannel? Find(string name) => _channels.Find(c => c.Options.Name == name);

    /// <summary>Changes when alerts are raised, while the channels run.</summary>
    public void Use(AlertOptions options)
    {
        foreach (var channel in _channels) channel.Use(options);
    }

    /// <summary>Makes sources and pipelines, before any of those that read them begins.</summary>
    /// <exception cref="Exception">What is wrong with a source or a pack, where channels are played once.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in _channels) channel.Prepare();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in _channels) channel.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in _channels) channel.Stop();
        return Finished.WaitAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }
}

using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>All channels of this agent: made from the options, started and stopped together.</summary>
public sealed class ChannelSet : IHostedService, IDisposable
{
    private readonly List<EcgChannel> _channels = [];

    /// <exception cref="PackException">A model pack does not fit.</exception>
    /// <exception cref="IOException">A file to replay cannot be read.</exception>
    public ChannelSet(
        AgentOptions options, PackShelf packs, IBaselineMemory baselines, IAlertSink alerts, IFlowControl flow, RunClock clock, ILoggerFactory logs)
    {
        foreach (var channel in options.Channels)
        {
            var pack = packs.Take(channel.Pack, channel.Precision);
            var source = SourceFactory.Create(channel.Source, clock);
            var origin = new AlertOrigin(channel.Name, channel.Wearer, pack.Manifest.Pack, pack.Manifest.Version, pack.Manifest.Classes);
            var rate = source.Description.SampleRateHz;
            var kinds = source.Description.HasRhythm ? options.Alerts : options.Alerts.WithoutRhythm();
            var analyzer = new BeatAnalyzer(pack, rate);
            var baseline = baselines.Recall(channel, analyzer, rate);
            var pipeline = new EcgPipeline(rate, channel.MainsHz, channel.Trace, analyzer, origin, kinds, alerts, baseline);
            _channels.Add(new EcgChannel(_channels.Count, channel, source, pipeline, flow, logs.CreateLogger<EcgChannel>()));
        }
    }

    public IReadOnlyList<EcgChannel> All => _channels;

    /// <summary>Completes when every channel has finished.</summary>
    public Task Finished => Task.WhenAll(_channels.Select(c => c.Finished));

    /// <summary>The channel of a name; null when there is none.</summary>
    public EcgChannel? Find(string name) => _channels.Find(c => c.Options.Name == name);

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

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }
}

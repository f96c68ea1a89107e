using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Makes what a channel is put together from, again after every failure.</summary>
public sealed class ChannelParts(PackShelf packs, IBaselineMemory baselines, IAlertSink alerts, RunClock clock)
{
    /// <summary>Rate for a pipeline that has no source yet, which would tell it.</summary>
    private const double AnyRateHz = 250;

    /// <summary>Makes sources.</summary>
    internal Func<SourceOptions, TimeProvider, IEcgSource> Sources { get; init; } = SourceFactory.Create;

    /// <summary>The source of a channel.</summary>
    /// <exception cref="Acquisition.Formats.EcgFormatException">The file is not what it should be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEcgSource Source(ChannelOptions channel) => Sources(channel.Source, clock);

    /// <summary>What is known of a source that could not be made.</summary>
    public static SourceDescription Missing(SourceOptions options) =>
        new(options.Kind, options.Path ?? options.Kind, options.SampleRateHz ?? AnyRateHz, HasRhythm: true, IsPaced: true);

    /// <summary>
    /// A pipeline for a source. One whose pack is refused judges no beats and says why, but watches rate, pauses and the signal.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="source">Its source.</param>
    /// <param name="options">When alerts are raised.</param>
    /// <param name="before">The pipeline whose place it takes; null for the first.</param>
    /// <param name="refused">Why the pack is refused; null when it is not.</param>
    public EcgPipeline Pipeline(ChannelOptions channel, SourceDescription source, AlertOptions options, EcgPipeline? before, out PackException? refused)
    {
        var rate = source.SampleRateHz;
        var analyzer = Analyzer(channel, rate, out refused);
        var baseline = analyzer is null ? null : baselines.Recall(channel, analyzer, rate);
        var manifest = analyzer?.Pack.Manifest;
        var origin = new AlertOrigin(channel.Name, channel.Wearer, manifest?.Pack ?? channel.Pack, manifest?.Version ?? "", manifest?.Classes ?? []);
        var pipeline = new EcgPipeline(rate, channel.MainsHz, channel.Trace, analyzer, origin, Kinds(source, options), alerts, before, baseline) { Fault = refused?.Message };
        // Alerts of a source that fails before its first sample have a time, too.
        pipeline.Signal.SetTime(pipeline.NextIndex, clock.GetUtcNow());
        return pipeline;
    }

    /// <summary>The alerts that a source lets be raised.</summary>
    public static AlertOptions Kinds(SourceDescription source, AlertOptions options) => source.HasRhythm ? options : options.WithoutRhythm();

    private BeatAnalyzer? Analyzer(ChannelOptions channel, double rate, out PackException? refused)
    {
        try
        {
            refused = null;
            return new BeatAnalyzer(packs.Take(channel.Pack, channel.Precision), rate);
        }
        catch (PackException e)
        {
            refused = e;
            return null;
        }
    }
}

using System.Reflection;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary>Takes the agent's state as REST and the live stream show it.</summary>
public sealed class AgentState(
    AgentOptions options, ChannelSet channels, EcgStore store, AlertWriter alerts, BeatWriter beats, MqttPublisher mqtt, SnoozeBook snoozes,
    SignalRecorder recorder, RunClock clock)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    /// <summary>Version and commit of this program.</summary>
    public static string Version { get; } =
        typeof(AgentState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public string Device => options.Device.Name;

    public StatusDto Status() => new(
        Version, Device, clock.Correct(_startedAt), Math.Round((clock.GetUtcNow() - _startedAt).TotalSeconds, 3), true, Mqtt(), Store(),
        recorder.Status, Channels());

    public MqttDto Mqtt()
    {
        var status = mqtt.Status;
        return new MqttDto(
            status.Enabled, status.Connected, status.Broker, status.Version, status.Queued, status.QueuedBytes, status.Published,
            status.Dropped, status.DroppedAlerts, status.Problem);
    }

    public StoreDto Store()
    {
        var count = store.Count();
        return new StoreDto(store.Path, count.Alerts, count.Beats, alerts.Pending, store.Problem);
    }

    public IReadOnlyList<ChannelDto> Channels() => [.. channels.All.Select(Channel)];

    public IReadOnlyList<VitalsDto> Vitals() => [.. channels.All.Select(VitalsOf)];

    public VitalsDto VitalsOf(EcgChannel channel)
    {
        var vitals = channel.Pipeline.Vitals;
        return new VitalsDto(
            channel.Options.Name,
            channel.Index,
            clock.Correct(channel.Pipeline.Samples == 0 ? clock.GetUtcNow() : channel.Pipeline.Signal.TimeOf(channel.Pipeline.Signal.End)),
            vitals.HeartRateBpm is { } rate ? Math.Round(rate, 1) : null,
            vitals.RrSeconds is { } rr ? Math.Round(rr * 1000, 1) : null,
            Math.Round(vitals.Quality, 3),
            QualityWords.Of(vitals.QualityReasons),
            channel.Pipeline.Signal.Leads == LeadState.On ? "on" : "off",
            vitals.AnomalyRatePercent is { } percent ? Math.Round(percent, 1) : null,
            vitals.Variability is { } v ? Math.Round(v.SdnnMs, 1) : null,
            vitals.Variability?.RmssdMs is { } rmssd ? Math.Round(rmssd, 1) : null,
            vitals.Variability?.Pnn50Percent is { } pnn50 ? Math.Round(pnn50, 1) : null,
            vitals.Beats);
    }

    public ChannelDto Channel(EcgChannel channel)
    {
        var pack = channel.Pack;
        var manifest = pack?.Manifest;
        var vitals = channel.Pipeline.Vitals;
        return new ChannelDto(
            channel.Index,
            channel.Options.Name,
            channel.Options.Wearer,
            manifest?.Pack ?? channel.Options.Pack,
            manifest?.Version ?? "",
            (pack?.Precision ?? channel.Options.Precision) == Inference.Packs.Precision.Int8 ? "int8" : "fp32",
            manifest?.Classes ?? [],
            manifest?.NormalClass ?? "",
            channel.Source.SampleRateHz,
            SourceOf(channel),
            channel.Pipeline.Samples,
            channel.Pipeline.Beats.End,
            beats.Lost(channel.Index),
            channel.Pipeline.Gaps,
            channel.Pipeline.MainsHz,
            channel.Pipeline.Fault,
            channel.Pipeline.Failures,
            vitals.Baseline,
            Math.Round(vitals.LearningSecondsLeft, 1),
            vitals.Warnings,
            snoozes.Of(channel.Options.Name),
            channel.Restarts,
            channel.IsStuck);
    }

    private static SourceDto SourceOf(EcgChannel channel)
    {
        var health = channel.SourceHealth;
        return new SourceDto(
            channel.Source.Kind,
            channel.Source.Text,
            channel.State,
            channel.Error,
            health.Problem,
            health.Note,
            health.Protocol,
            double.IsNaN(health.MeasuredRateHz) ? null : Math.Round(health.MeasuredRateHz, 3),
            double.IsNaN(health.JitterMilliseconds) ? null : Math.Round(health.JitterMilliseconds, 2),
            health.LostSamples,
            health.LateSamples,
            health.LateDeadlines,
            health.GarbledBytes,
            health.Connections);
    }
}

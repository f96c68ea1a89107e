using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>Publishes how the agent fares, every <see cref="MqttOptions.HealthSeconds"/>.</summary>
public sealed class HealthReporter(AgentOptions options, ChannelSet channels, EcgStore store, AlertWriter alerts, BeatWriter beats, MqttPublisher mqtt, RunClock clock)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Mqtt.Enabled) return;
        var times = channels.All.Select(c => c.Pipeline.InferenceTimes.Snapshot()).ToArray();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Mqtt.HealthSeconds), clock);
        try
        {
            do
            {
                foreach (var channel in channels.All)
                {
                    var health = HealthOf(channel, ref times[channel.Index]);
                    mqtt.PublishHealth(channel.Options.Name, JsonSerializer.SerializeToUtf8Bytes(health, ApiJson.Default.HealthDto));
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private HealthDto HealthOf(EcgChannel channel, ref long[] times)
    {
        var pipeline = channel.Pipeline;
        var now = pipeline.InferenceTimes.Snapshot();
        var inference = DurationHistogram.Percentiles(times, now, 0.5, 0.99);
        times = now;
        var jitter = pipeline.Arrivals.ReadMs();
        var status = mqtt.Status;
        return new HealthDto(
            channel.Options.Name,
            clock.Correct(clock.GetUtcNow()),
            channel.State,
            channel.Source.IsPaced && jitter is { } ms ? Math.Round(ms, 2) : null,
            inference is null ? null : Math.Round(inference[0], 1),
            inference is null ? null : Math.Round(inference[1], 1),
            pipeline.Failures,
            pipeline.Fault,
            pipeline.Gaps,
            beats.Lost(channel.Index),
            alerts.Pending,
            store.Problem,
            status.Queued,
            status.QueuedBytes,
            status.Dropped,
            status.DroppedAlerts);
    }
}

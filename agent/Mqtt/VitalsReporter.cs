using System.Text.Json;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Mqtt;

/// <summary>Publishes every channel's vital signs once a second, and says once when a channel's models fail or work again.</summary>
public sealed class VitalsReporter(ChannelSet channels, AgentState state, MqttPublisher mqtt, TimeProvider time, ILogger<VitalsReporter> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var faulty = new bool[channels.All.Count];
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var channel in channels.All) Report(channel, ref faulty[channel.Index]);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Report(EcgChannel channel, ref bool faulty)
    {
        mqtt.PublishVitals(channel.Options.Name, JsonSerializer.SerializeToUtf8Bytes(state.VitalsOf(channel), ApiJson.Default.VitalsDto));
        var fault = channel.Pipeline.Fault;
        if (fault is not null && !faulty) log.LogError("Channel {Channel}: the models fail: {Fault}", channel.Options.Name, fault);
        if (fault is null && faulty) log.LogWarning("Channel {Channel}: the models work again", channel.Options.Name);
        faulty = fault is not null;
    }
}

using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Publishes beats and trace where <see cref="MqttOptions.PublishBeats"/> and <see cref="MqttOptions.PublishWave"/> ask for it, from
/// cursors of its own. Live telemetry: what a fast replay is ahead of it is passed over, and counted.
/// </summary>
public sealed class TraceReporter(AgentOptions options, ChannelSet channels, MqttPublisher mqtt, TimeProvider time) : BackgroundService
{
    private const int MostBeatsPerTurn = 100, MostStretchesPerTurn = 8;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(200);

    private readonly long[] _beats = new long[channels.All.Count];
    private readonly long[] _samples = new long[channels.All.Count];
    private readonly BeatRecord _beat = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Mqtt.Enabled || !(options.Mqtt.PublishBeats || options.Mqtt.PublishWave)) return;
        using var timer = new PeriodicTimer(s_turn, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var channel in channels.All)
                {
                    if (options.Mqtt.PublishBeats) PublishBeats(channel);
                    if (options.Mqtt.PublishWave) PublishWave(channel);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void PublishBeats(EcgChannel channel)
    {
        ref var cursor = ref _beats[channel.Index];
        var journal = channel.Pipeline.Beats;
        for (var turn = 0; turn < MostBeatsPerTurn && journal.TryRead(ref cursor, _beat, out var lost); turn++)
        {
            mqtt.NoteDropped(lost);
            var told = new BeatTelemetry(
                _beat.At, _beat.StartIndex, _beat.EndIndex, Math.Round(_beat.RrSeconds * 1000, 1), _beat.ClassName, Math.Round(_beat.Probability, 4),
                Math.Round(_beat.Score, 3), Math.Round(_beat.Threshold, 3), _beat.Anomalous, Math.Round(_beat.Quality, 3), _beat.Learning);
            mqtt.PublishBeat(channel.Options.Name, JsonSerializer.SerializeToUtf8Bytes(told, ApiJson.Default.BeatTelemetry));
        }
    }

    /// <summary>Whole seconds, so that there is one message a second.</summary>
    private void PublishWave(EcgChannel channel)
    {
        ref var cursor = ref _samples[channel.Index];
        var signal = channel.Pipeline.Signal;
        var second = new float[(int)signal.SampleRateHz];
        for (var turn = 0; signal.End - cursor >= second.Length; turn++)
        {
            if (turn == MostStretchesPerTurn)
            {
                mqtt.NoteDropped((signal.End - cursor) / second.Length);
                cursor = signal.End;
                return;
            }

            var count = signal.Read(ref cursor, second, out var first);
            if (count == 0) return;
            var told = new WaveTelemetry(signal.TimeOf(first), first, signal.SampleRateHz, [.. second.AsSpan(0, count).ToArray().Select(v => MathF.Round(v, 3))]);
            mqtt.PublishWave(channel.Options.Name, JsonSerializer.SerializeToUtf8Bytes(told, ApiJson.Default.WaveTelemetry));
        }
    }
}

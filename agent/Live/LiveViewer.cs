using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Live;

/// <summary>
/// One viewer of the live stream: sends what is new since its last turn, 25 times a second, from cursors of its own. A slow viewer skips
/// samples; it never holds up anyone else.
/// </summary>
/// <param name="socket">The viewer's.</param>
/// <param name="channels">What is watched.</param>
/// <param name="state">The agent's state.</param>
/// <param name="store">Has the alerts so far.</param>
/// <param name="alerts">Has the new ones.</param>
/// <param name="viewers">Counts what is skipped.</param>
/// <param name="mayStay">Whether the viewer's access still stands; asked every few seconds.</param>
/// <param name="clock">The clock.</param>
public sealed class LiveViewer(
    WebSocket socket, ChannelSet channels, AgentState state, EcgStore store, AlertWriter alerts, Viewers viewers, Func<bool> mayStay, RunClock clock)
{
    private const int FrameSamples = 512, MostFramesPerTurn = 8, MostBeatsPerTurn = 50, AlertsAtStart = 50, AlertBacklog = 512;
    private const int TurnsPerSecond = 25, StateEverySeconds = 5;
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly Channel<Alert> _alerts = Channel.CreateBounded<Alert>(
        new BoundedChannelOptions(AlertBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly long[] _samples = new long[channels.All.Count];
    private readonly long[] _beats = new long[channels.All.Count];
    private readonly float[] _millivolts = new float[FrameSamples];
    private readonly byte[] _frame = new byte[SampleFrame.HeaderBytes + 2 * FrameSamples];
    private readonly BeatRecord _beat = new();
    private string _lastState = "";
    private volatile bool _leaves;

    /// <summary>Sends until the viewer leaves or the agent stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        alerts.Saved += Remember;
        alerts.Delayed += Remember;
        var receiving = ReceiveUntilClosedAsync(gone);
        var reason = WebSocketCloseStatus.EndpointUnavailable;
        try
        {
            reason = await SendAsync(gone.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The viewer is gone, or the agent stops.
        }
        finally
        {
            alerts.Saved -= Remember;
            alerts.Delayed -= Remember;
            await SayGoodbyeAsync(reason, receiving);
            await gone.CancelAsync();
            await receiving;
        }
    }

    /// <summary>Closes as WebSockets do, so that the viewer knows why; waits a little for its answer.</summary>
    private async Task SayGoodbyeAsync(WebSocketCloseStatus reason, Task receiving)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var patience = new CancellationTokenSource(s_farewell, clock);
        try
        {
            await socket.CloseOutputAsync(reason, null, patience.Token);
            await receiving.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // It does not answer.
        }
    }

    private void Remember(Alert alert)
    {
        if (!alert.Snoozed) _alerts.Writer.TryWrite(alert);
    }

    /// <summary>Sends until the viewer asks to leave or may not stay; returns which.</summary>
    private async Task<WebSocketCloseStatus> SendAsync(CancellationToken cancellation)
    {
        foreach (var channel in channels.All)
        {
            _samples[channel.Index] = channel.Pipeline.Signal.End;
            _beats[channel.Index] = channel.Pipeline.Beats.End;
        }

        var recent = RecentAlerts();
        await SendJsonAsync(new HelloEvent(AgentState.Version, state.Device, state.Channels(), state.Vitals(), recent), ApiJson.Default.HelloEvent, cancellation);

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TurnsPerSecond), clock);
        for (var turn = 0; await timer.WaitForNextTickAsync(cancellation); turn++)
        {
            if (_leaves) return WebSocketCloseStatus.NormalClosure;
            if (turn % (TurnsPerSecond * StateEverySeconds) == 0 && !mayStay()) return WebSocketCloseStatus.PolicyViolation;
            foreach (var channel in channels.All)
            {
                await SendSamplesAsync(channel, cancellation);
                await SendBeatsAsync(channel, cancellation);
                if (turn % TurnsPerSecond == 0) await SendVitalsAsync(channel, cancellation);
            }

            while (_alerts.Reader.TryRead(out var alert)) await SendJsonAsync(new AlertEvent(alert), ApiJson.Default.AlertEvent, cancellation);
            if (turn % TurnsPerSecond == 0) await SendStateAsync(turn % (TurnsPerSecond * StateEverySeconds) == 0, cancellation);
        }

        return WebSocketCloseStatus.EndpointUnavailable;
    }

    /// <summary>The newest alerts; those that cannot be stored now first. Where the store cannot be read, the page begins without the others.</summary>
    private List<Alert> RecentAlerts()
    {
        var recent = alerts.Waiting.Reverse().ToList();
        try
        {
            recent.AddRange(store.ListAlerts(new AlertQuery(Snoozed: false, Limit: AlertsAtStart)).Items.Where(a => recent.TrueForAll(w => w.Id != a.Id)));
        }
        catch (StoreException)
        {
            // Told by the state event that follows.
        }

        return recent;
    }

    private async Task SendSamplesAsync(EcgChannel channel, CancellationToken cancellation)
    {
        var signal = channel.Pipeline.Signal;
        for (var frames = 0; frames < MostFramesPerTurn; frames++)
        {
            var count = signal.Read(ref _samples[channel.Index], _millivolts, out var first);
            if (count == 0) return;
            var length = SampleFrame.Write(
                _frame, channel.Index, signal.Leads, first, clock.Correct(signal.TimeOf(first)), signal.SampleRateHz, _millivolts.AsSpan(0, count));
            await socket.SendAsync(_frame.AsMemory(0, length), WebSocketMessageType.Binary, true, cancellation);
        }

        // Further behind than a turn can carry: a fast replay. The viewer sees a gap and goes on with what is new.
        viewers.Skip(signal.End - _samples[channel.Index]);
        _samples[channel.Index] = signal.End;
    }

    private async Task SendBeatsAsync(EcgChannel channel, CancellationToken cancellation)
    {
        var journal = channel.Pipeline.Beats;
        _beats[channel.Index] = Math.Max(_beats[channel.Index], journal.End - MostBeatsPerTurn);
        while (journal.TryRead(ref _beats[channel.Index], _beat, out _))
        {
            var beat = new BeatEvent(
                channel.Index,
                clock.Correct(_beat.At),
                _beat.StartIndex,
                _beat.EndIndex,
                Math.Round(_beat.RrSeconds * 1000, 1),
                _beat.ClassName,
                _beat.ClassIndex,
                Math.Round(_beat.Probability, 4),
                Math.Round(_beat.Score, 3),
                Math.Round(_beat.Threshold, 3),
                _beat.Anomalous,
                Math.Round(_beat.Quality, 3),
                _beat.Anomalous ? Rounded(_beat.Window) : null,
                _beat.Anomalous ? Rounded(_beat.Reconstruction) : null,
                _beat.Learning,
                _beat.WarnedAfterSeconds is { } warned ? Math.Round(warned, 3) : null);
            await SendJsonAsync(beat, ApiJson.Default.BeatEvent, cancellation);
        }
    }

    private static float[] Rounded(float[] values) => [.. values.Select(v => MathF.Round(v, 3))];

    private Task SendVitalsAsync(EcgChannel channel, CancellationToken cancellation)
    {
        var v = state.VitalsOf(channel);
        return SendJsonAsync(
            new VitalsEvent(v.Index, v.At, v.HeartRateBpm, v.RrMs, v.SignalQuality, v.QualityReasons, v.Leads,
                v.AnomalyRatePercent, v.SdnnMs, v.RmssdMs, v.Pnn50Percent, v.Beats),
            ApiJson.Default.VitalsEvent,
            cancellation);
    }

    private async Task SendStateAsync(bool always, CancellationToken cancellation)
    {
        var mqtt = state.Mqtt();
        var shown = $"{mqtt.Connected} {store.Problem} {string.Join(' ', channels.All.Select(c => $"{c.State} {c.Pack?.Manifest.Pack} {c.Pipeline.Vitals.Baseline} {c.Pipeline.Fault}"))}";
        if (!always && shown == _lastState) return;
        _lastState = shown;
        await SendJsonAsync(new StateEvent(mqtt, state.Store(), state.Channels()), ApiJson.Default.StateEvent, cancellation);
    }

    private async Task SendJsonAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, type), WebSocketMessageType.Text, true, cancellation);

    private async Task ReceiveUntilClosedAsync(CancellationTokenSource gone)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), gone.Token)).MessageType != WebSocketMessageType.Close)
            {
                // A viewer has nothing to say; what it sends is read so that its closing is noticed.
            }

            // What is being sent is sent to its end, or the closing would be cut off in its turn; but not for ever.
            _leaves = true;
            gone.CancelAfter(s_farewell);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Gone without a word.
            await gone.CancelAsync();
        }
    }
}

using System.Threading.Channels;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Brings the outbox to the broker, in order and at least once, and keeps the retained topics right: state (online, offline, last will),
/// vitals, health. It only reads what others have stored; nobody waits for it.
/// </summary>
/// <remarks>
/// A message leaves the outbox when the broker has acknowledged it. When a connection ends first, everything unacknowledged is published
/// again on the next one from the oldest on, so that the order of the last copies is always that of the outbox; a subscriber tells
/// copies by alert id and revision. One task does all of this; other threads only leave word in a channel.
/// </remarks>
public sealed class MqttPublisher : BackgroundService
{
    private static readonly byte[] s_online = "online"u8.ToArray();
    private static readonly byte[] s_offline = "offline"u8.ToArray();
    private static readonly TimeSpan s_farewellTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_glance = TimeSpan.FromSeconds(1);

    /// <summary>Connection 0 means: look at the outbox.</summary>
    private static readonly MqttEvent s_look = new(MqttEventKind.Published, Connection: 0);

    private readonly MqttOptions _options;
    private readonly MqttTopics _topics;
    private readonly Outbox _outbox;
    private readonly IMqttClient? _client;
    private readonly TimeProvider _time;
    private readonly ILogger<MqttPublisher> _log;
    private readonly Channel<MqttEvent> _events = Channel.CreateUnbounded<MqttEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly RetainedTopics? _telemetry;
    private readonly Lock _drainGate = new();
    private readonly List<TaskCompletionSource> _drainWaiters = [];
    private int _woken;

    // Of the publishing task alone.
    private readonly OutboxFeed? _feed;
    private readonly HashSet<int> _farewell = [];
    private int _connection;

    /// <param name="options">Valid options.</param>
    /// <param name="topics">Topics of this device.</param>
    /// <param name="outbox">Where the messages come from.</param>
    /// <param name="client">The client, not started; null where MQTT is off. The publisher starts and stops it.</param>
    /// <param name="time">Measures timeouts.</param>
    /// <param name="log">Told of what goes wrong.</param>
    public MqttPublisher(MqttOptions options, MqttTopics topics, Outbox outbox, IMqttClient? client, TimeProvider time, ILogger<MqttPublisher> log)
    {
        _options = options;
        _topics = topics;
        _outbox = outbox;
        _client = client;
        _time = time;
        _log = log;
        if (client is null) return;
        _feed = new OutboxFeed(outbox, client, options.MaxInFlight, time, log);
        _telemetry = new RetainedTopics(client);
    }

    /// <summary>A publisher over libmosquitto with its last will set, or one that is off where the options name no host.</summary>
    public static MqttPublisher Create(MqttOptions options, MqttTopics topics, Outbox outbox, TimeProvider time, ILoggerFactory logs)
    {
        IMqttClient? client = options.Enabled
            ? new MosquittoClient(options, $"ecgedge-{topics.Device}", new LastWill(topics.Will, s_offline), time, logs.CreateLogger<MosquittoClient>())
            : null;
        return new MqttPublisher(options, topics, outbox, client, time, logs.CreateLogger<MqttPublisher>());
    }

    /// <summary>How publishing stands. Costs nothing.</summary>
    public MqttStatus Status => new(
        _client is not null, _client is { Connection: not 0 }, _options.Broker, _client?.Version?.Text(), _outbox.Count, _outbox.Bytes,
        _feed?.Published ?? 0, _telemetry?.Dropped ?? 0, _outbox.AlertsGivenUp, Problem);

    private string? Problem => (_client?.Problem, _feed?.Problem) switch
    {
        ({ } connection, { } refusal) when connection != refusal => $"{connection}; {refusal}",
        var (connection, refusal) => connection ?? refusal,
    };

    /// <summary>The client, for what else is said and heard over its connection; null where MQTT is off.</summary>
    public IMqttClient? Client => _client;

    /// <summary>Starts to connect and to publish.</summary>
    /// <exception cref="MqttLibraryMissingException">MQTT is on, but its library is not installed.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            _log.LogInformation("MQTT is off: no Mqtt:Host is set.");
            return Task.CompletedTask;
        }
        _client.Happened += OnHappened;
        _outbox.Changed += OnChanged;
        _client.Start();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Publishes vitals as JSON, kept by the broker for later subscribers; sent again after a reconnect. Best effort, never waits.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="json">Not to be changed afterwards.</param>
    public void PublishVitals(string channel, byte[] json) => _telemetry?.Keep(_topics.Vitals(channel), json, qos: 0);

    /// <summary>Like <see cref="PublishVitals"/>, on the health topic.</summary>
    public void PublishHealth(string channel, byte[] json) => _telemetry?.Keep(_topics.Health(channel), json, qos: 0);

    /// <summary>Publishes which alerts last now as JSON, kept by the broker for later subscribers; sent again after a reconnect.</summary>
    public void PublishOpenAlerts(string channel, byte[] json) => _telemetry?.Keep(_topics.OpenAlerts(channel), json, qos: 1);

    /// <summary>Publishes a beat as JSON. Best effort, never waits.</summary>
    public void PublishBeat(string channel, ReadOnlySpan<byte> json) => _telemetry?.Publish(_topics.Beat(channel), json);

    /// <summary>Publishes a stretch of the trace as JSON. Best effort, never waits.</summary>
    public void PublishWave(string channel, ReadOnlySpan<byte> json) => _telemetry?.Publish(_topics.Wave(channel), json);

    /// <summary>Counts telemetry that was passed over before it came to be published.</summary>
    public void NoteDropped(long messages) => _telemetry?.NoteDropped(messages);

    /// <summary>
    /// Publishes a message that cannot be stored, beside the outbox. Best effort, never waits: it must come again through the outbox later.
    /// </summary>
    public void PublishUnstored(OutboxMessage message)
    {
        if (_client is not { Connection: not 0 and int connection }) return;
        try
        {
            _client.TryPublish(connection, message.Topic, message.Payload, message.Qos, message.Retain, out _);
        }
        catch (ArgumentException e)
        {
            _log.LogError("MQTT: a message that cannot be stored cannot be published either: {Error}", e.Message);
        }
    }

    /// <summary>Waits until the broker has everything that is in the outbox.</summary>
    /// <returns>Whether it was empty in time. Where MQTT is off: whether it is empty.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_drainGate)
        {
            if (_outbox.Count == 0) return true;
            if (_client is null) return false;
            _drainWaiters.Add(drained);
        }
        try
        {
            await drained.Task.WaitAsync(timeout, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_drainGate) _drainWaiters.Remove(drained);
        }
    }

    /// <summary>
    /// Gives what is in the outbox half a second, publishes "offline", takes leave of the broker and stops. What is still in the outbox stays
    /// there for the next start.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_client is { Connection: not 0 }) await DrainAsync(s_farewellTimeout).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_client is null) return;
        // Where the host's patience ended first, the task still owns the state; then the broker says "offline" by the last will.
        if (ExecuteTask is { IsCompleted: true }) await TakeLeaveAsync().ConfigureAwait(false);
        else await _client.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection if <see cref="StopAsync"/> has not.</summary>
    public override void Dispose()
    {
        base.Dispose();
        _client?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Also without any event: to see that nothing is acknowledged, and to try again what was refused.
        using ITimer timer = _time.CreateTimer(_ => OnChanged(), null, s_glance, s_glance);
        try
        {
            while (await _events.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                TakeEvents();
                try
                {
                    RemoveAcknowledged();
                    _feed!.Fill();
                    CheckProgress();
                }
                catch (StoreException e)
                {
                    _log.LogError("MQTT: the outbox cannot be used: {Error} Trying again.", e.Message);
                    await Task.Delay(s_storeRetry, _time, stoppingToken).ConfigureAwait(false);
                    OnChanged();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The ordinary end; StopAsync does what is left to do.
        }
    }

    private void OnHappened(MqttEvent happened) => _events.Writer.TryWrite(happened);

    private void OnChanged()
    {
        if (Interlocked.Exchange(ref _woken, 1) == 0) _events.Writer.TryWrite(s_look);
    }

    private void TakeEvents()
    {
        while (_events.Reader.TryRead(out MqttEvent happened))
        {
            if (happened.Connection == 0) Volatile.Write(ref _woken, 0);
            else if (happened.Kind == MqttEventKind.Connected) Begin(happened.Connection);
            else if (happened.Connection != _connection) continue;
            else if (happened.Kind == MqttEventKind.Disconnected) End();
            else if (happened.Kind == MqttEventKind.Published) Settle(happened.MessageId);
            else if (happened.Kind == MqttEventKind.Refused) Refuse(happened);
        }
    }

    private void Begin(int connection)
    {
        End();
        _connection = connection;
        _feed!.Begin(connection);
        foreach (string topic in _topics.States) _client!.Offer(connection, topic, s_online, qos: 1, retain: true, out _);
        _telemetry!.PublishAgain(connection);
    }

    private void End()
    {
        _connection = 0;
        _feed!.Begin(0);
        _farewell.Clear();
    }

    private void Settle(int messageId)
    {
        _farewell.Remove(messageId);
        _feed!.Settle(messageId);
    }

    private void Refuse(MqttEvent refused)
    {
        _farewell.Remove(refused.MessageId);
        _feed!.Refuse(refused.MessageId, refused.Reason);
    }

    private void CheckProgress()
    {
        if (_feed!.Stalled > TimeSpan.FromSeconds(_options.AckTimeoutSeconds))
            _feed.GiveUpConnection($"the broker has acknowledged no alert for {_options.AckTimeoutSeconds} s");
    }

    private void RemoveAcknowledged()
    {
        _feed!.RemoveAcknowledged();
        lock (_drainGate)
        {
            if (_outbox.Count > 0) return;
            foreach (TaskCompletionSource waiter in _drainWaiters) waiter.TrySetResult();
        }
    }

    /// <summary>Says "offline" while the broker still listens, and waits shortly for it to have heard.</summary>
    private async Task TakeLeaveAsync()
    {
        TakeEvents();
        foreach (string topic in _topics.States)
        {
            if (_client!.Offer(_connection, topic, s_offline, qos: 1, retain: true, out int messageId)) _farewell.Add(messageId);
        }
        using var timeout = new CancellationTokenSource(s_farewellTimeout, _time);
        try
        {
            while (_farewell.Count > 0 && await _events.Reader.WaitToReadAsync(timeout.Token).ConfigureAwait(false)) TakeEvents();
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            _log.LogWarning("MQTT: {Broker} did not acknowledge that this device goes offline.", _options.Broker);
        }
        _outbox.Changed -= OnChanged;
        await _client!.StopAsync().ConfigureAwait(false);
        TakeEvents();
        try
        {
            RemoveAcknowledged();
        }
        catch (StoreException e)
        {
            _log.LogError("MQTT: the outbox cannot be used: {Error} What was sent already will be sent again.", e.Message);
        }
        _client.Happened -= OnHappened;
    }
}

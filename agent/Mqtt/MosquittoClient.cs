namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// A client over Debian's libmosquitto. Speaks MQTT 5, and MQTT 3.1.1 to a broker that knows nothing newer. Logs a warning when a
/// connection is lost or refused, and again only when the reason changes.
/// </summary>
public sealed class MosquittoClient : IMqttClient
{
    /// <summary>How long <see cref="StopAsync"/> waits for a thread that libmosquitto keeps in name resolution or in a TCP connect.</summary>
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(0.5);

    /// <summary>A connection that has stood for so long is none that breaks off at once.</summary>
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(10);

    private readonly MqttOptions _options;
    private readonly string _clientId;
    private readonly LastWill? _will;
    private readonly TimeProvider _time;
    private readonly ILogger<MosquittoClient> _log;
    private readonly string _library;
    private readonly CancellationTokenSource _stop = new();
    private MosquittoConnection? _current;
    private Task _running = Task.CompletedTask;
    private Task? _stopping;
    private volatile string? _problem;
    private string? _warned;

    /// <param name="options">Valid options with a host.</param>
    /// <param name="clientId">Used where the options name none.</param>
    /// <param name="will">The last will; null for none.</param>
    /// <param name="time">Measures the waits between attempts.</param>
    /// <param name="log">Told of changes.</param>
    public MosquittoClient(MqttOptions options, string clientId, LastWill? will, TimeProvider time, ILogger<MosquittoClient> log)
        : this(options, clientId, will, time, log, LibMosquitto.Name)
    {
    }

    internal MosquittoClient(MqttOptions options, string clientId, LastWill? will, TimeProvider time, ILogger<MosquittoClient> log, string library)
    {
        _options = options;
        _clientId = options.ClientId ?? clientId;
        _will = will;
        _time = time;
        _log = log;
        _library = library;
    }

    public event Action<MqttEvent>? Happened;

    public event Action<MqttMessage>? Received;

    public int Connection => Volatile.Read(ref _current)?.Standing ?? 0;

    public MqttVersion? Version => Volatile.Read(ref _current) is { Standing: not 0 } current ? current.Version : null;

    public string? Problem => Connection == 0 ? _problem : null;

    public void Start()
    {
        LibMosquitto.Load(_library);
        _running = RunAsync(_stop.Token);
    }

    public bool TryPublish(int connection, string topic, ReadOnlySpan<byte> payload, int qos, bool retain, out int messageId)
    {
        if (Of(connection) is { } current) return current.TryPublish(topic, payload, qos, retain, out messageId);
        messageId = 0;
        return false;
    }

    public bool TrySubscribe(int connection, string filter, int qos) => Of(connection)?.TrySubscribe(filter, qos) ?? false;

    public void Renew(int connection, string reason) => Of(connection)?.Renew(reason);

    public Task StopAsync() => _stopping ??= StopOnceAsync();

    // The source of the stop token has neither timer nor wait handle: there is nothing in it to dispose of.
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task StopOnceAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(s_stopTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A background thread in the middle of a blocking call; it cleans up after itself when the call returns.
            _log.LogWarning("MQTT: libmosquitto is still busy connecting to {Broker}; not waiting for it.", _options.Broker);
        }
    }

    /// <summary>The connection of this number while it stands, else null.</summary>
    private MosquittoConnection? Of(int connection) =>
        Volatile.Read(ref _current) is { } current && connection != 0 && current.Standing == connection ? current : null;

    private async Task RunAsync(CancellationToken stop)
    {
        var version = MqttVersion.V5;
        TimeSpan wait = TimeSpan.FromSeconds(_options.ReconnectMinSeconds);
        for (int number = 1; !stop.IsCancellationRequested; number++)
        {
            MqttVersion spoken = version;
            long begun = _time.GetTimestamp();
            var connection = new MosquittoConnection(number, spoken, _options, _clientId, _will, _time, happened => Report(happened, spoken), message => Received?.Invoke(message));
            Volatile.Write(ref _current, connection);
            string reason = await Task.Factory.StartNew(
                () => connection.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            _problem = reason;
            if (connection.WasAccepted)
            {
                // A broker that breaks every connection off at once is left alone longer and longer, like one that refuses it.
                if (_time.GetElapsedTime(begun) > s_steady) (wait, _warned) = (TimeSpan.FromSeconds(_options.ReconnectMinSeconds), null);
                Report(new MqttEvent(MqttEventKind.Disconnected, number), spoken);
            }
            if (stop.IsCancellationRequested) return;
            // A broker that knows only MQTT 3.1.1 is asked at once in its own tongue; the next time again in both, it may have learned.
            bool older = version == MqttVersion.V5 && connection.WasVersionRefused;
            version = older ? MqttVersion.V311 : MqttVersion.V5;
            if (older) continue;
            Warn(connection.WasAccepted, reason);
            await Task.Delay(wait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = TimeSpan.FromSeconds(Math.Min(wait.TotalSeconds * 2, _options.ReconnectMaxSeconds));
        }
    }

    private void Report(MqttEvent happened, MqttVersion version)
    {
        if (happened.Kind == MqttEventKind.Connected)
        {
            _log.LogInformation("MQTT: connected to {Broker}, version {Version}.", _options.Broker, version.Text());
        }
        if (happened.Kind == MqttEventKind.SubscriptionRefused)
            _log.LogWarning("MQTT: {Broker} does not let us subscribe: {Reason}.", _options.Broker, MqttReason.Explain(happened.Reason));
        Happened?.Invoke(happened);
    }

    private void Warn(bool wasConnected, string reason)
    {
        if (reason == _warned) return;
        _warned = reason;
        if (wasConnected) _log.LogWarning("MQTT: connection to {Broker} lost: {Reason}. Alerts are kept until it is back.", _options.Broker, reason);
        else _log.LogWarning("MQTT: no connection to {Broker}: {Reason}. Alerts are kept; trying again.", _options.Broker, reason);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// One connection from its first byte to its end, over a libmosquitto client of its own that is driven by our thread. The library's own
/// thread is not used: it ends for good on a name that does not resolve or a certificate that does not fit, and it keeps unacknowledged
/// messages over a reconnect, where the outbox is to be the only one that owns them.
/// </summary>
internal sealed unsafe class MosquittoConnection
{
    /// <summary>QoS 0 messages that may wait for the network; telemetry beyond that is not taken.</summary>
    private const int MaxWaiting = 1000;

    /// <summary>CONNACK: the version is not spoken here, in the words of MQTT 3.1.1 and of MQTT 5.</summary>
    private const int RefusedVersion = 1, UnsupportedVersion = 0x84;

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leaveTimeout = TimeSpan.FromSeconds(0.5);

    private readonly int _number;
    private readonly MqttVersion _version;
    private readonly MqttOptions _options;
    private readonly string _clientId;
    private readonly LastWill? _will;
    private readonly TimeProvider _time;
    private readonly Action<MqttEvent> _report;
    private readonly Action<MqttMessage> _receive;
    private readonly Lock _handleGate = new();
    private nint _handle;
    private bool _left;
    private bool _answered;
    private volatile string? _renewal;
    private volatile bool _accepted;
    private volatile bool _ended;
    private int _waiting;
    private string? _reason;
    private string? _libraryError;

    public MosquittoConnection(
        int number, MqttVersion version, MqttOptions options, string clientId, LastWill? will, TimeProvider time,
        Action<MqttEvent> report, Action<MqttMessage> receive)
    {
        _number = number;
        _version = version;
        _options = options;
        _clientId = clientId;
        _will = will;
        _time = time;
        _report = report;
        _receive = receive;
    }

    public MqttVersion Version => _version;

    /// <summary>Number of this connection while it stands, else 0.</summary>
    public int Standing => _accepted && !_ended ? _number : 0;

    /// <summary>Whether the broker ever accepted it.</summary>
    public bool WasAccepted => _accepted;

    /// <summary>Whether it ended in a way that tells of a broker without this version: refused for it, or closed without an answer.</summary>
    public bool WasVersionRefused { get; private set; }

    /// <summary>Connects and serves the connection until it ends; blocks the calling thread all the while. Called once.</summary>
    /// <param name="stop">Ends it, with a DISCONNECT if it stands.</param>
    /// <returns>Why it ended, in one sentence.</returns>
    public string Run(CancellationToken stop)
    {
        GCHandle self = GCHandle.Alloc(this);
        nint handle = 0;
        try
        {
            handle = LibMosquitto.New(_clientId, cleanSession: true, GCHandle.ToIntPtr(self));
            if (handle == 0) return $"libmosquitto takes no client id \"{_clientId}\" or is out of memory";
            LibMosquitto.OnConnect(handle, &OnConnect);
            LibMosquitto.OnDisconnect(handle, &OnDisconnect);
            LibMosquitto.OnPublish(handle, &OnPublish);
            LibMosquitto.OnMessage(handle, &OnMessage);
            LibMosquitto.OnSubscribe(handle, &OnSubscribe);
            LibMosquitto.OnLog(handle, &OnLog);
            if (MosquittoSetup.Apply(handle, _options, _version, _will) is { } wrong) return wrong;
            int code = MosquittoSetup.Connect(handle, _options, _version);
            if (code != LibMosquitto.Success) return Explain(code, Marshal.GetLastPInvokeError());
            lock (_handleGate) _handle = handle;
            using CancellationTokenRegistration leaving = stop.Register(Leave);
            return Serve(handle, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"password file: {e.Message}";
        }
        finally
        {
            _ended = true;
            lock (_handleGate) _handle = 0;
            if (handle != 0) LibMosquitto.Destroy(handle);
            self.Free();
        }
    }

    /// <inheritdoc cref="IMqttClient.TryPublish"/>
    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, int qos, bool retain, out int messageId)
    {
        messageId = 0;
        if (Standing == 0 || (qos == 0 && Volatile.Read(ref _waiting) >= MaxWaiting)) return false;
        int code;
        lock (_handleGate)
        {
            if (_handle == 0) return false;
            Interlocked.Increment(ref _waiting);
            fixed (byte* bytes = payload)
                code = LibMosquitto.Publish(_handle, out messageId, topic, payload.Length, bytes, qos, retain);
        }
        if (code == LibMosquitto.Success) return true;
        Interlocked.Decrement(ref _waiting);
        messageId = 0;
        if (code == LibMosquitto.NoConnection) return false;
        throw new ArgumentException($"libmosquitto does not take a message of {payload.Length} bytes for topic \"{topic}\": {LibMosquitto.Explain(code)}");
    }

    /// <inheritdoc cref="IMqttClient.TrySubscribe"/>
    public bool TrySubscribe(string filter, int qos)
    {
        lock (_handleGate) return _handle != 0 && Standing != 0 && LibMosquitto.Subscribe(_handle, out _, filter, qos) == LibMosquitto.Success;
    }

    /// <inheritdoc cref="IMqttClient.Renew"/>
    public void Renew(string reason)
    {
        _renewal = reason;
        Leave();
    }

    private string Serve(nint handle, CancellationToken stop)
    {
        long start = _time.GetTimestamp();
        long? leaving = null;
        while (true)
        {
            // Short turns only where the end of a turn is waited for; a publish or a Leave from another thread cuts a long one short.
            int code = LibMosquitto.Loop(handle, _accepted && leaving is null ? 1000 : 100, 1);
            if (code != LibMosquitto.Success || _ended)
            {
                WasVersionRefused |= !_answered && code == LibMosquitto.ConnectionLost && _libraryError is null;
                return _reason ?? _renewal ?? (stop.IsCancellationRequested ? "stopped" : Explain(code, Marshal.GetLastPInvokeError()));
            }
            if (!_accepted && _time.GetElapsedTime(start) > s_connectTimeout)
                return $"the broker did not answer within {s_connectTimeout.TotalSeconds:0} s";
            if (!stop.IsCancellationRequested && _renewal is null) continue;
            if (!_accepted) return "stopped";
            leaving ??= _time.GetTimestamp();
            Leave();
            if (_time.GetElapsedTime(leaving.Value) > s_leaveTimeout) return _renewal ?? "stopped; the network was too slow to take leave";
        }
    }

    /// <summary>Queues a DISCONNECT behind everything published so far, once.</summary>
    private void Leave()
    {
        lock (_handleGate)
        {
            if (_handle == 0 || Standing == 0 || _left) return;
            _left = LibMosquitto.Disconnect(_handle) == LibMosquitto.Success;
        }
    }

    private string Explain(int code, int errno)
    {
        string text = code switch
        {
            LibMosquitto.SeeErrno when errno != 0 => Marshal.GetPInvokeErrorMessage(errno),
            LibMosquitto.Success => "the broker closed the connection",
            >= LibMosquitto.FirstFailure => LibMosquitto.ExplainReason(code),
            _ => LibMosquitto.Explain(code).TrimEnd('.'),
        };
        return _libraryError is null ? text : $"{text} ({_libraryError})";
    }

    private static MosquittoConnection Of(nint userData) => (MosquittoConnection)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint handle, nint userData, int code)
    {
        MosquittoConnection connection = Of(userData);
        connection._answered = true;
        if (code != 0)
        {
            connection._reason = LibMosquitto.ExplainRefusal(code).TrimEnd('.');
            connection.WasVersionRefused = code is RefusedVersion or UnsupportedVersion;
            return;
        }
        connection._accepted = true;
        connection._report(new MqttEvent(MqttEventKind.Connected, connection._number));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint handle, nint userData, int code)
    {
        MosquittoConnection connection = Of(userData);
        if (code != 0) connection._reason ??= connection.Explain(code, Marshal.GetLastSystemError());
        connection._ended = true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint handle, nint userData, int messageId, int reason, nint properties)
    {
        MosquittoConnection connection = Of(userData);
        Interlocked.Decrement(ref connection._waiting);
        connection._report(reason < LibMosquitto.FirstFailure
            ? new MqttEvent(MqttEventKind.Published, connection._number, messageId)
            : new MqttEvent(MqttEventKind.Refused, connection._number, messageId, reason));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint handle, nint userData, LibMosquitto.Message* message)
    {
        int length = Math.Min(message->PayloadLength, MqttMessage.MaxBytes + 1);
        Of(userData)._receive(new MqttMessage(
            Marshal.PtrToStringUTF8((nint)message->Topic) ?? "", new ReadOnlySpan<byte>(message->Payload, length).ToArray(), message->Retain != 0));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint handle, nint userData, int messageId, int count, int* granted)
    {
        for (int i = 0; i < count; i++)
        {
            if (granted[i] < LibMosquitto.FirstFailure) continue;
            MosquittoConnection connection = Of(userData);
            connection._report(new MqttEvent(MqttEventKind.SubscriptionRefused, connection._number, messageId, granted[i]));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint handle, nint userData, int level, byte* text)
    {
        if ((level & LibMosquitto.LogError) != 0) Of(userData)._libraryError = Marshal.PtrToStringUTF8((nint)text);
    }
}

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

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leaveTimeout = TimeSpan.FromSeconds(0.5);

    private readonly int _number;
    private readonly MqttOptions _options;
    private readonly string _clientId;
    private readonly LastWill? _will;
    private readonly TimeProvider _time;
    private readonly Action<MqttEvent> _report;
    private readonly Lock _handleGate = new();
    private nint _handle;
    private bool _left;
    private volatile bool _accepted;
    private volatile bool _ended;
    private int _waiting;
    private string? _reason;
    private string? _libraryError;

    public MosquittoConnection(int number, MqttOptions options, string clientId, LastWill? will, TimeProvider time, Action<MqttEvent> report)
    {
        _number = number;
        _options = options;
        _clientId = clientId;
        _will = will;
        _time = time;
        _report = report;
    }

    /// <summary>Number of this connection while it stands, else 0.</summary>
    public int Standing => _accepted && !_ended ? _number : 0;

    /// <summary>Whether the broker ever accepted it.</summary>
    public bool WasAccepted => _accepted;

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
            if (Prepare(handle) is { } wrong) return wrong;
            int code = LibMosquitto.Connect(handle, _options.Host!, _options.Port, _options.KeepAliveSeconds);
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

    /// <returns>What is wrong with the options; null if nothing is.</returns>
    private string? Prepare(nint handle)
    {
        LibMosquitto.OnConnect(handle, &OnConnect);
        LibMosquitto.OnDisconnect(handle, &OnDisconnect);
        LibMosquitto.OnPublish(handle, &OnPublish);
        LibMosquitto.OnLog(handle, &OnLog);
        int code = LibMosquitto.SetThreaded(handle, true);
        // An alert is one small packet: waiting for more to send along with it would only delay it.
        if (code == LibMosquitto.Success) code = LibMosquitto.SetOption(handle, LibMosquitto.OptionTcpNoDelay, 1);
        if (code == LibMosquitto.Success) code = LibMosquitto.SetMaxInFlight(handle, (uint)_options.MaxInFlight);
        if (code != LibMosquitto.Success) return LibMosquitto.Explain(code);

        if (!string.IsNullOrEmpty(_options.Username))
        {
            string? password = string.IsNullOrEmpty(_options.PasswordFile)
                ? _options.Password?.Reveal()
                : File.ReadLines(_options.PasswordFile).FirstOrDefault() ?? "";
            code = LibMosquitto.SetCredentials(handle, _options.Username, password);
            if (code != LibMosquitto.Success) return $"user name or password cannot be used: {LibMosquitto.Explain(code)}";
        }
        if (_will is not null)
        {
            fixed (byte* payload = _will.Payload)
                code = LibMosquitto.SetWill(handle, _will.Topic, _will.Payload.Length, payload, qos: 1, retain: true);
            if (code != LibMosquitto.Success) return $"last will on \"{_will.Topic}\": {LibMosquitto.Explain(code)}";
        }
        if (_options.Tls)
        {
            code = string.IsNullOrEmpty(_options.CaFile)
                ? LibMosquitto.SetOption(handle, LibMosquitto.OptionTlsUseSystemCertificates, 1)
                : LibMosquitto.SetTls(handle, _options.CaFile, null, null, null, 0);
            if (code != LibMosquitto.Success) return $"TLS with certificates from \"{_options.CaFile ?? "the system"}\": {LibMosquitto.Explain(code)}";
        }
        return null;
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
                return _reason ?? (stop.IsCancellationRequested ? "stopped" : Explain(code, Marshal.GetLastPInvokeError()));
            if (!_accepted && _time.GetElapsedTime(start) > s_connectTimeout)
                return $"the broker did not answer within {s_connectTimeout.TotalSeconds:0} s";
            if (!stop.IsCancellationRequested) continue;
            if (!_accepted) return "stopped";
            leaving ??= _time.GetTimestamp();
            Leave();
            if (_time.GetElapsedTime(leaving.Value) > s_leaveTimeout) return "stopped; the network was too slow to take leave";
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
            _ => LibMosquitto.Explain(code).TrimEnd('.'),
        };
        return _libraryError is null ? text : $"{text} ({_libraryError})";
    }

    private static MosquittoConnection Of(nint userData) => (MosquittoConnection)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint handle, nint userData, int code)
    {
        MosquittoConnection connection = Of(userData);
        if (code != 0)
        {
            connection._reason = LibMosquitto.ExplainRefusal(code).TrimEnd('.');
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
    private static void OnPublish(nint handle, nint userData, int messageId)
    {
        MosquittoConnection connection = Of(userData);
        Interlocked.Decrement(ref connection._waiting);
        connection._report(new MqttEvent(MqttEventKind.Published, connection._number, messageId));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint handle, nint userData, int level, byte* text)
    {
        if ((level & LibMosquitto.LogError) != 0) Of(userData)._libraryError = Marshal.PtrToStringUTF8((nint)text);
    }
}

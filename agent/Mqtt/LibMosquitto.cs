using System.Reflection;
using System.Runtime.InteropServices;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// The part of libmosquitto's C interface we use (ABI 1, libmosquitto 2.0). Return codes are MOSQ_ERR_*: 0 is success. No call waits for
/// the network but <see cref="Connect"/> (name resolution and TCP) and <see cref="Loop"/> (up to its timeout).
/// </summary>
internal static unsafe partial class LibMosquitto
{
    public const string Name = "libmosquitto.so.1";

    public const int Success = 0;
    public const int NoConnection = 4;
    public const int ConnectionLost = 7;
    public const int SeeErrno = 14;
    public const int LogError = 0x08;
    public const int OptionProtocolVersion = 1;
    public const int OptionTcpNoDelay = 11;
    public const int OptionTlsUseSystemCertificates = 13;
    public const int PropertyMaximumPacketSize = 39;

    /// <summary>Reason codes of MQTT 5 from here on are failures.</summary>
    public const int FirstFailure = 0x80;

    private static readonly Lock s_loading = new();
    private static bool s_initialised;

    /// <summary>Loads and initialises the library, once per process.</summary>
    /// <exception cref="MqttLibraryMissingException">It cannot be loaded.</exception>
    public static void Load(string name = Name)
    {
        if (!NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out _)) throw new MqttLibraryMissingException(name);
        lock (s_loading)
        {
            if (s_initialised) return;
            int code = Initialise();
            if (code != Success) throw new InvalidOperationException($"libmosquitto does not start: {Explain(code)}");
            s_initialised = true;
        }
    }

    /// <summary>A return code in words.</summary>
    public static string Explain(int code) => Marshal.PtrToStringUTF8(ErrorText(code)) ?? $"error {code}";

    /// <summary>A broker's refusal of a connection in words.</summary>
    /// <param name="code">The CONNACK's: below 128 by MQTT 3.1.1, from there on by MQTT 5.</param>
    public static string ExplainRefusal(int code) => Marshal.PtrToStringUTF8(code < FirstFailure ? RefusalText(code) : ReasonText(code)) ?? $"refusal {code}";

    /// <summary>A reason code of MQTT 5 in words.</summary>
    public static string ExplainReason(int code) => Marshal.PtrToStringUTF8(ReasonText(code)) ?? $"reason {code}";

    [LibraryImport(Name, EntryPoint = "mosquitto_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint New(string clientId, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint userData);

    [LibraryImport(Name, EntryPoint = "mosquitto_destroy")]
    public static partial void Destroy(nint mosquitto);

    /// <summary>Tells the library that publishing and <see cref="Loop"/> run on different threads of ours.</summary>
    [LibraryImport(Name, EntryPoint = "mosquitto_threaded_set")]
    public static partial int SetThreaded(nint mosquitto, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Name, EntryPoint = "mosquitto_int_option")]
    public static partial int SetOption(nint mosquitto, int option, int value);

    [LibraryImport(Name, EntryPoint = "mosquitto_max_inflight_messages_set")]
    public static partial int SetMaxInFlight(nint mosquitto, uint messages);

    [LibraryImport(Name, EntryPoint = "mosquitto_username_pw_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetCredentials(nint mosquitto, string? username, string? password);

    [LibraryImport(Name, EntryPoint = "mosquitto_will_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetWill(nint mosquitto, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    /// <summary>Switches TLS on; the broker's certificate and name are verified unless told otherwise, which we never do.</summary>
    [LibraryImport(Name, EntryPoint = "mosquitto_tls_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetTls(nint mosquitto, string? caFile, string? caDirectory, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Name, EntryPoint = "mosquitto_connect_callback_set")]
    public static partial void OnConnect(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_disconnect_callback_set")]
    public static partial void OnDisconnect(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    /// <summary>The callback's arguments: client, user data, message id, reason code (0 with MQTT 3.1.1), properties.</summary>
    [LibraryImport(Name, EntryPoint = "mosquitto_publish_v5_callback_set")]
    public static partial void OnPublish(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_message_callback_set")]
    public static partial void OnMessage(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, Message*, void> callback);

    /// <summary>The callback's arguments: client, user data, message id, number of filters, what was granted for each (128 and above: refused).</summary>
    [LibraryImport(Name, EntryPoint = "mosquitto_subscribe_callback_set")]
    public static partial void OnSubscribe(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_log_callback_set")]
    public static partial void OnLog(nint mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    /// <param name="mosquitto">The client.</param>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="keepAliveSeconds">Keep alive of the CONNECT.</param>
    /// <param name="bindAddress">Own address; null for any.</param>
    /// <param name="properties">Of MQTT 5, copied; 0 for none.</param>
    [LibraryImport(Name, EntryPoint = "mosquitto_connect_bind_v5", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Connect(nint mosquitto, string host, int port, int keepAliveSeconds, string? bindAddress, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_property_add_int32")]
    public static partial int AddProperty(ref nint properties, int identifier, uint value);

    [LibraryImport(Name, EntryPoint = "mosquitto_property_free_all")]
    public static partial void FreeProperties(ref nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_loop", SetLastError = true)]
    public static partial int Loop(nint mosquitto, int timeoutMilliseconds, int maxPackets);

    [LibraryImport(Name, EntryPoint = "mosquitto_publish", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Publish(nint mosquitto, out int messageId, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Name, EntryPoint = "mosquitto_subscribe", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Subscribe(nint mosquitto, out int messageId, string filter, int qos);

    [LibraryImport(Name, EntryPoint = "mosquitto_disconnect")]
    public static partial int Disconnect(nint mosquitto);

    [LibraryImport(Name, EntryPoint = "mosquitto_lib_init")]
    private static partial int Initialise();

    [LibraryImport(Name, EntryPoint = "mosquitto_strerror")]
    private static partial nint ErrorText(int code);

    [LibraryImport(Name, EntryPoint = "mosquitto_connack_string")]
    private static partial nint RefusalText(int code);

    [LibraryImport(Name, EntryPoint = "mosquitto_reason_string")]
    private static partial nint ReasonText(int code);

    /// <summary><c>struct mosquitto_message</c>: a message as the library hands it over, its own to free.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Message
    {
        public readonly int Id;
        public readonly byte* Topic;
        public readonly byte* Payload;
        public readonly int PayloadLength;
        public readonly int Qos;
        public readonly byte Retain;
    }
}

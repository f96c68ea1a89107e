using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A real mosquitto on a port of its own.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const string ReadyTopic = "test/ready";

    private readonly TempDirectory _directory = new();
    private readonly string[] _extraConfiguration;
    private readonly string[] _clientArguments;
    private ChildProcess? _process;

    private MosquittoBroker(string[] configuration, string[] clientArguments)
    {
        _extraConfiguration = configuration;
        _clientArguments = clientArguments;
        Port = FreePort();
    }

    public int Port { get; }

    /// <summary>What the broker has logged since it was last started.</summary>
    public Lines<string> Log => _process!.Output;

    /// <summary>A broker that is not running yet.</summary>
    /// <param name="configuration">Further lines of mosquitto.conf; {dir} stands for a directory of this broker's own.</param>
    /// <param name="clientArguments">What mosquitto_sub and mosquitto_pub need to get in.</param>
    public static MosquittoBroker Prepare(string[]? configuration = null, string[]? clientArguments = null)
    {
        foreach (string program in (string[])["mosquitto", "mosquitto_sub", "mosquitto_pub"])
            Assert.SkipWhen(ChildProcess.Find(program) is null, $"{program} is not installed (sudo apt install mosquitto mosquitto-clients).");
        return new MosquittoBroker(configuration ?? ["allow_anonymous true"], clientArguments ?? []);
    }

    /// <param name="configuration">Further lines of mosquitto.conf; {dir} stands for a directory of this broker's own.</param>
    /// <param name="clientArguments">What mosquitto_sub and mosquitto_pub need to get in.</param>
    /// <param name="canBeUsed">Whether ordinary clients can get in, subscribe and publish retained messages.</param>
    public static async Task<MosquittoBroker> StartedAsync(string[]? configuration = null, string[]? clientArguments = null, bool canBeUsed = true)
    {
        MosquittoBroker broker = Prepare(configuration, clientArguments);
        await broker.StartAsync(canBeUsed);
        return broker;
    }

    /// <summary>Starts it, for the first time or again, and returns when clients can connect.</summary>
    public async Task StartAsync(bool canBeUsed = true)
    {
        string configuration = _directory["mosquitto.conf"];
        string[] lines =
        [
            $"user {Environment.UserName}", $"listener {Port} 127.0.0.1", "log_dest stderr", "log_type all", "max_queued_messages 0", .. _extraConfiguration,
        ];
        await File.WriteAllLinesAsync(configuration, lines.Select(line => line.Replace("{dir}", _directory.Path, StringComparison.Ordinal)));
        _process = new ChildProcess(ChildProcess.Find("mosquitto")!, "-c", configuration);
        await Log.First(line => line.EndsWith(" running", StringComparison.Ordinal)).Within("mosquitto to start");
        if (!canBeUsed) return;
        // A retained message that every subscriber gets as soon as its subscription stands.
        await PublishAsync(ReadyTopic, "ready", retain: true);
    }

    /// <summary>Has it read its files of users and rights again (SIGHUP).</summary>
    public Task ReloadAsync() => _process!.SignalAsync("HUP");

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP); connections stay up, and nothing answers.</summary>
    public Task PauseAsync() => _process!.SignalAsync("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task GoOnAsync() => _process!.SignalAsync("CONT");

    /// <summary>Stops it in good order; connections break, and what it does not persist is forgotten.</summary>
    public async Task StopAsync()
    {
        await _process!.TerminateAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Publishes from outside, by mosquitto_pub, and returns when the broker has it.</summary>
    public Task PublishAsync(string topic, string payload, bool retain = false) => ChildProcess.RunAsync("mosquitto_pub",
        ["-h", "localhost", "-p", Text(Port), "-q", "1", "-t", topic, "-m", payload, .. retain ? (string[])["-r"] : [], .. _clientArguments]);

    /// <summary>Starts a mosquitto_sub for all topics and returns when its subscription stands.</summary>
    /// <param name="session">Name of a session the broker keeps while the subscriber is away; null for none.</param>
    public async Task<MosquittoSubscriber> SubscribeAsync(string? session = null)
    {
        var subscriber = new MosquittoSubscriber(
            ["-h", "localhost", "-p", Text(Port), "-q", "1", "-t", "#", .. session is null ? (string[])[] : ["-c", "-i", session], .. _clientArguments]);
        await subscriber.First(ReadyTopic);
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Dispose();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

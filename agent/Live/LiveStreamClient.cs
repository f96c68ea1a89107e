using System.Net.WebSockets;
using System.Text.Json;

namespace EcgEdge.Agent.Live;

/// <summary>A connection to another agent's live stream. Used by one thread, which waits.</summary>
internal sealed class LiveStreamClient : IDisposable
{
    private const int LongestMessage = 4 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly string _text;
    private byte[] _buffer = new byte[1 << 14];
    private Task<int>? _receiving;
    private bool _isText;

    private LiveStreamClient(string text) => _text = text;

    /// <summary>Number of the channel that was asked for.</summary>
    public int Channel { get; private set; }

    /// <summary>Connects and finds the channel.</summary>
    /// <param name="agent">Address of the agent.</param>
    /// <param name="channel">Name of the channel; null for the first.</param>
    /// <param name="token">Access token; null when none is needed.</param>
    /// <exception cref="IOException">No agent there, it refuses, or it has no such channel.</exception>
    public static LiveStreamClient Connect(Uri agent, string? channel, string? token)
    {
        var client = new LiveStreamClient(agent.ToString());
        try
        {
            var address = new UriBuilder(new Uri(agent, "/api/v1/live")) { Scheme = agent.Scheme == "https" ? "wss" : "ws" }.Uri;
            if (token is not null) client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            using var timeout = new CancellationTokenSource(s_patience);
            client._socket.ConnectAsync(address, timeout.Token).GetAwaiter().GetResult();
            client.Channel = client.FindChannel(channel);
            return client;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException)
        {
            client.Dispose();
            throw new IOException($"{agent}: cannot be listened to: {(e is OperationCanceledException ? "no answer" : e.Message)}", e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next message of samples.</summary>
    /// <returns>The frame, valid until the next call; empty when none came in time.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public ReadOnlySpan<byte> Read(int timeoutMilliseconds)
    {
        try
        {
            _receiving ??= ReceiveAsync();
            if (!_receiving.Wait(timeoutMilliseconds)) return [];
            var length = _receiving.Result;
            _receiving = null;
            return _isText ? [] : _buffer.AsSpan(0, length);
        }
        catch (AggregateException e) when (e.InnerException is WebSocketException or IOException)
        {
            _receiving = null;
            throw new IOException($"{_text}: the connection broke: {e.InnerException.Message}", e);
        }
    }

    public void Dispose()
    {
        // A receive under way ends with the socket; its failure is expected.
        _ = _receiving?.ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
        _socket.Abort();
        _socket.Dispose();
    }

    /// <summary>The first message tells the channels.</summary>
    private int FindChannel(string? name)
    {
        var hello = ReceiveAsync();
        if (!hello.Wait(s_patience) || !_isText) throw new IOException($"{_text}: does not greet as an EcgEdge agent");
        using var document = JsonDocument.Parse(_buffer.AsMemory(0, hello.Result));
        var channels = document.RootElement.TryGetProperty("channels", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(c => c.GetProperty("name").GetString()).ToList()
            : [];
        var found = name is null ? (channels.Count > 0 ? 0 : -1) : channels.IndexOf(name);
        return found >= 0 ? found : throw new IOException($"{_text}: has no channel {name}; it has {string.Join(", ", channels)}");
    }

    private async Task<int> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                if (length == LongestMessage) throw new IOException("a message that is too long");
                Array.Resize(ref _buffer, 2 * length);
            }

            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close) throw new IOException("the other agent closed it");
            length += part.Count;
            _isText = part.MessageType == WebSocketMessageType.Text;
            if (part.EndOfMessage) return length;
        }
    }
}

using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary>
/// Watches whether the agent does what it is for: whether samples come, models answer, and the store can be written. Looks once a second,
/// so that asking costs nothing.
/// </summary>
public sealed class Health : BackgroundService
{
    private const int ProbeBytes = 4096, ProbeEverySeconds = 5;
    private const string ProbeName = "health.probe";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ChannelSet _channels;
    private readonly AlertWriter _alerts;
    private readonly TimeProvider _time;
    private readonly string _probe;
    private readonly (long Samples, long At)[] _progress;
    private long _storedAt;
    private bool _isWritable = true;
    private IReadOnlyList<string> _reasons = [];

    public Health(AgentOptions options, ChannelSet channels, AlertWriter alerts, TimeProvider time)
    {
        (_channels, _alerts, _time) = (channels, alerts, time);
        _probe = Path.Combine(options.Storage.Directory, ProbeName);
        _progress = new (long, long)[channels.All.Count];
    }

    /// <summary>What is wrong, one sentence each, without names or causes: anybody may ask. None when all is well.</summary>
    public IReadOnlyList<string> Reasons => Volatile.Read(ref _reasons);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Array.Fill(_progress, (0, _time.GetTimestamp()));
        _storedAt = _time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        try
        {
            for (var turn = 0; ; turn++)
            {
                if (turn % ProbeEverySeconds == 0) _isWritable = CanWrite();
                Volatile.Write(ref _reasons, [.. _channels.All.Select(Channel).Append(Store()).OfType<string>()]);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent stops.
        }
    }

    private string? Channel(EcgChannel channel)
    {
        ref var progress = ref _progress[channel.Index];
        var samples = channel.Pipeline.Samples;
        if (samples != progress.Samples || channel.State != SourceState.Running) progress = (samples, _time.GetTimestamp());
        if (channel.State == SourceState.Failed) return $"channel {channel.Index}: its source has failed";
        if (_time.GetElapsedTime(progress.At) > s_patience) return $"channel {channel.Index}: no samples for {s_patience.TotalSeconds:0} s";
        return channel.Pipeline.Fault is null ? null : $"channel {channel.Index}: its models fail";
    }

    private string? Store()
    {
        if (_alerts.Pending == 0) _storedAt = _time.GetTimestamp();
        if (!_isWritable) return "the storage folder cannot be written";
        return _time.GetElapsedTime(_storedAt) > s_patience ? "alerts wait to be stored" : null;
    }

    private bool CanWrite()
    {
        try
        {
            File.WriteAllBytes(_probe, new byte[ProbeBytes]);
            File.Delete(_probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

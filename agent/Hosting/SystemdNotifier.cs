using System.Globalization;
using System.Net.Sockets;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Hosting;

/// <summary>
/// Tells systemd how the agent fares: ready once a channel runs, or none can be had and all say so; a status line; a sign of life at half
/// the watchdog's time, as long as something moves; and that it stops. Idle where systemd does not want to hear.
/// </summary>
internal sealed class SystemdNotifier(ChannelSet channels, EcgStore store, TimeProvider time, ILogger<SystemdNotifier> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly SystemdSocket? _socket = SystemdSocket.FromEnvironment();
    private string _status = "";
    private bool _isReady;
    private bool _isDeaf;

    /// <summary>Half the time after which systemd takes the agent for dead; null where it does not watch.</summary>
    internal static TimeSpan? WatchdogInterval(string? microseconds, string? process)
    {
        if (process is { Length: > 0 } && process != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return null;
        return long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var usec) && usec > 0 ? TimeSpan.FromMicroseconds(usec / 2.0) : null;
    }

    public override Task StartAsync(CancellationToken cancellationToken) => _socket is null ? Task.CompletedTask : base.StartAsync(cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_socket is not null) Tell("STOPPING=1");
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = WatchdogInterval(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
        var look = interval < s_look ? interval.Value : s_look;
        var told = time.GetTimestamp();
        using var timer = new PeriodicTimer(look, time);
        try
        {
            do
            {
                if (!_isReady && IsUp())
                {
                    _isReady = true;
                    Tell("READY=1");
                }

                TellStatus();
                // A timer may be late by a little: the sign is given at the last look before it is due.
                if (interval is not { } watchdog || time.GetElapsedTime(told) < watchdog - look || !channels.IsMoving) continue;
                Tell("WATCHDOG=1");
                told = time.GetTimestamp();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private bool IsUp() => channels.All.Any(c => c.State is SourceState.Running or SourceState.Ended) || channels.All.All(c => c.State == SourceState.Failed);

    private void TellStatus()
    {
        var count = store.Count();
        var failed = channels.All.Count(c => c.State == SourceState.Failed);
        var status = string.Create(
            CultureInfo.InvariantCulture, $"{channels.All.Count} channel(s){(failed > 0 ? $", {failed} failed" : "")}; {count.Beats} beats, {count.Alerts} alerts");
        if (status == _status) return;
        _status = status;
        Tell($"STATUS={status}");
    }

    private void Tell(string state)
    {
        try
        {
            _socket!.Tell(state);
            _isDeaf = false;
        }
        catch (SocketException e)
        {
            if (!_isDeaf) log.LogWarning("systemd does not hear {State}: {Reason}", state, e.Message);
            _isDeaf = true;
        }
    }
}

using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>Stores what is usual for each wearer: now and then, when it has been learned, and when the agent stops.</summary>
public sealed class BaselineWriter(ChannelSet channels, EcgStore store, RunClock clock, ILogger<BaselineWriter> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>Looks between two copies, 15 minutes: a power cut costs the drift of that time, a copy some 45 kB of an SD card's life.</summary>
    private const int LooksPerCopy = 180;

    /// <summary>The newest of each channel and pack that is not stored yet.</summary>
    private readonly Dictionary<(int Channel, string Pack), BaselineSnapshot> _waiting = [];

    private bool _failed;

    /// <summary>Stores what the pipelines have left behind: they have ended by then.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        StoreAll();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look, clock);
        try
        {
            for (var look = 1; await timer.WaitForNextTickAsync(stoppingToken); look++)
            {
                StoreAll();
                if (look % LooksPerCopy != 0) continue;
                foreach (var channel in channels.All) channel.Pipeline.Baseline.AskForCopy();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; what is left is stored by StopAsync.
        }
    }

    private void StoreAll()
    {
        foreach (var channel in channels.All)
        {
            while (channel.Pipeline.Baseline.TryTake(out var copy)) _waiting[(channel.Index, copy!.Pack)] = copy;
        }

        foreach (var ((index, pack), copy) in _waiting.ToList())
        {
            if (Store(channels.All[index], copy)) _waiting.Remove((index, pack));
        }
    }

    private bool Store(EcgChannel channel, BaselineSnapshot copy)
    {
        try
        {
            store.Baselines.Save(channel.Options.Wearer, channel.Options.Name, copy);
            _failed = false;
            return true;
        }
        catch (StoreException e)
        {
            if (!_failed) log.LogError(e, "What is usual for the wearer of {Channel} cannot be stored yet: {Problem}", channel.Options.Name, e.Message);
            _failed = true;
            return false;
        }
    }
}

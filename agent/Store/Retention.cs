using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>Keeps the store within its limits of age and bytes, in steps so small that alerts need not wait for them.</summary>
public sealed class Retention(EcgStore store, StorageOptions options, RunClock clock, ILogger<Retention> log) : BackgroundService
{
    /// <summary>
    /// Age is looked at this seldom, and not right after the start: a clock that is wrong until the network has been asked must not decide
    /// what is old.
    /// </summary>
    private const int AgeEveryMinutes = 60, FirstAgeAfterMinutes = 10;

    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(20);

    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            for (var minute = 1; await timer.WaitForNextTickAsync(stoppingToken); minute++)
            {
                var now = clock.Correct(clock.GetUtcNow());
                await TrimAsync(minute % AgeEveryMinutes == FirstAgeAfterMinutes ? now.AddDays(-options.MaxAgeDays) : null, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TrimAsync(DateTimeOffset? notBefore, CancellationToken stopping)
    {
        try
        {
            // Those who write get their turn between two steps.
            while (store.Trim(notBefore, options.MaxMegabytes * 1_000_000L)) await Task.Delay(s_breath, clock, stopping);
            _failed = false;
        }
        catch (StoreException e)
        {
            if (!_failed) log.LogError(e, "What is old cannot be deleted: {Problem}", e.Message);
            _failed = true;
        }
    }
}

using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>Looks every second whether the wall clock has stepped against the monotonic one, and has this run's times corrected.</summary>
public sealed class ClockWatch(RunClock clock, AlertWriter alerts, ILogger<ClockWatch> log) : BackgroundService
{
    /// <summary>Smaller steps wait until they add up: alerts are told anew for every correction.</summary>
    private static readonly TimeSpan s_smallest = TimeSpan.FromSeconds(0.5);

    private bool _waits;

    /// <summary>Corrects the times if there is need to and the store can be written.</summary>
    internal void Look()
    {
        if (clock.MeasureStep() is not { } step || step.Duration() < s_smallest) return;
        try
        {
            alerts.CorrectTimes(step);
            _waits = false;
            log.LogWarning("The clock has stepped by {Step}; times stored since the start are corrected", step);
        }
        catch (StoreException e)
        {
            if (!_waits) log.LogError(e, "The clock has stepped by {Step}, but stored times cannot be corrected yet: {Problem}", step, e.Message);
            _waits = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}

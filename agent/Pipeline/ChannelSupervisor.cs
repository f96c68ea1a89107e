using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// Looks after one channel. A source that fails is tried again for ever, with growing waits, into the same pipeline, so that what was
/// learned of the wearer stays. A pipeline that fails is replaced, and a channel that stands still is given a new source, and a new
/// pipeline where its thread hangs in the old one; both only as often as the budget allows.
/// </summary>
internal sealed class ChannelSupervisor(EcgChannel channel, IFlowControl flow, Supervision supervision, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>What a thread gets to come back in when it is told to stop.</summary>
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(1);

    private readonly RestartBudget _budget = new(supervision.Limits.Restarts, TimeSpan.FromMinutes(supervision.Limits.WindowMinutes), time);
    private string? _told;

    /// <summary>Runs the channel until its source has ended, it has failed for good, or it is stopped.</summary>
    /// <param name="source">The first source; null when it could not be made.</param>
    /// <param name="failure">Why not.</param>
    /// <param name="stop">Stops the channel.</param>
    public async Task RunAsync(IEcgSource? source, Exception? failure, CancellationToken stop)
    {
        try
        {
            await SuperviseAsync(source, failure, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong here is shown on the channel it happened to, and leaves the others running.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "Channel {Channel} is lost", channel.Options.Name);
            channel.Show(SourceState.Failed, e);
        }
    }

    private async Task SuperviseAsync(IEcgSource? source, Exception? failure, CancellationToken stop)
    {
        var wait = supervision.Limits.RetryMinSeconds;
        long? brokeOff = null;
        while (true)
        {
            if (source is not null)
            {
                var run = new SourceRun(channel, source, channel.Pipeline, flow, time, brokeOff) { Opened = Opened };
                run.Start(channel.Options.Name);
                var end = await WatchAsync(run, stop).ConfigureAwait(false);
                if (stop.IsCancellationRequested || end.Failure is null)
                {
                    if (!end.BrokePipeline) channel.Pipeline.End();
                    channel.Show(SourceState.Ended);
                    return;
                }

                failure = end.Failure;
                brokeOff = time.GetTimestamp();
                if (run.Moves > 0) wait = supervision.Limits.RetryMinSeconds;
                if (end.BrokePipeline) channel.ReplacePipeline();
                if (end.BrokePipeline || channel.IsStuck)
                {
                    if (supervision.IsOnce || !_budget.TrySpend())
                    {
                        GiveUp(failure);
                        return;
                    }

                    channel.CountRestart();
                }
            }

            if (supervision.IsOnce)
            {
                GiveUp(failure!);
                return;
            }

            Tell(failure!);
            brokeOff ??= time.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(wait), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                channel.Pipeline.End();
                channel.Show(SourceState.Ended);
                return;
            }

            wait = Math.Min(2 * wait, supervision.Limits.RetryMaxSeconds);
            failure = channel.Renew(out source) ?? failure;
        }
    }

    /// <summary>Waits until the run has ended, and ends it where it is stopped or stands still for too long.</summary>
    private async Task<RunEnd> WatchAsync(SourceRun run, CancellationToken stop)
    {
        // Counted in looks rather than in time: a machine that was asleep or overloaded did not look either.
        var patience = (int)Math.Ceiling(supervision.Limits.StuckSeconds / Math.Min(1, channel.Options.Source.Speed));
        var (still, moves) = (0, -1L);
        using var timer = new PeriodicTimer(s_look, time);
        while (true)
        {
            var look = timer.WaitForNextTickAsync(stop).AsTask();
            if (await Task.WhenAny(run.Finished, look).ConfigureAwait(false) == run.Finished) return Take(run, await run.Finished.ConfigureAwait(false));
            if (stop.IsCancellationRequested) return await StopAsync(run).ConfigureAwait(false);
            if (run.Moves != moves || run.MayRest)
            {
                (still, moves) = (0, run.Moves);
                if (moves > 0) channel.ShowStuck(false);
            }
            else if (++still >= patience)
            {
                channel.ShowStuck(true);
                return GiveUp(run, new TimeoutException($"nothing has moved for {patience} s"));
            }
        }
    }

    private async Task<RunEnd> StopAsync(SourceRun run)
    {
        run.Stop();
        if (await Task.WhenAny(run.Finished, Task.Delay(s_stopPatience, time)).ConfigureAwait(false) == run.Finished) return Take(run, await run.Finished.ConfigureAwait(false));
        log.LogWarning("Channel {Channel}: {Source} does not come back; not waiting for it", channel.Options.Name, channel.Source.Text);
        return GiveUp(run, null);
    }

    private RunEnd GiveUp(SourceRun run, Exception? reason) => Take(run, new RunEnd(reason, BrokePipeline: run.GiveUp()));

    /// <summary>Gives up a pipeline that failed or that a thread hangs in; it is disposed of when that thread comes back, if ever.</summary>
    private RunEnd Take(SourceRun run, RunEnd end)
    {
        if (!end.BrokePipeline) return end;
        var pipeline = channel.Pipeline;
        pipeline.Abandon();
        _ = run.Finished.ContinueWith(_ => pipeline.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return end;
    }

    private void Opened()
    {
        if (_told is not null) log.LogWarning("Channel {Channel}: {Source} is back", channel.Options.Name, channel.Source.Text);
        _told = null;
        channel.Show(SourceState.Running);
    }

    /// <summary>Shows a failure; the alert and the log tell it once, and again only when the reason changes.</summary>
    private void Tell(Exception failure)
    {
        channel.Show(SourceState.Failed, failure);
        if (failure.Message == _told) return;
        _told = failure.Message;
        channel.Pipeline.Interrupt(failure.Message);
        log.LogError("Channel {Channel}: {Source} failed: {Reason}; trying again", channel.Options.Name, channel.Source.Text, failure.Message);
    }

    private void GiveUp(Exception failure)
    {
        log.LogError(failure, "Channel {Channel}: {Source} failed for good: {Reason}", channel.Options.Name, channel.Source.Text, failure.Message);
        channel.Pipeline.End(failure.Message);
        channel.Show(SourceState.Failed, failure);
    }
}

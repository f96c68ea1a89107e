namespace EcgEdge.Agent.Options;

/// <summary>
/// Looks at the settings files once a second and has them read anew when they have changed and have come to rest. Looking works on every
/// file system and sees a file that is replaced; once a second it costs nothing.
/// </summary>
public sealed class SettingsWatcher(LiveSettings settings, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = settings.Stamps();
        using var timer = new PeriodicTimer(s_look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = settings.Stamps();
                // A file that is just being written is left alone until it stays as it is.
                var rests = now.SequenceEqual(seen);
                seen = now;
                if (rests && settings.IsStale(now)) Reload();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Reload()
    {
        try
        {
            var change = settings.Reload();
            if (change.Applied.Count > 0) log.LogInformation("Settings changed: {Keys}", string.Join(", ", change.Applied));
            if (change.NeedRestart.Count > 0) log.LogWarning("Settings changed that need a restart: {Keys}", string.Join(", ", change.NeedRestart));
        }
        catch (OptionsException e)
        {
            foreach (var error in e.Errors) log.LogError("The changed settings are not used: {Error}", error);
        }
    }
}

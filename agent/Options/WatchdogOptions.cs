using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Options;

/// <summary>What is done about channels that fail or stand still.</summary>
public sealed record WatchdogOptions
{
    /// <summary>
    /// A channel that has not moved for so long, though samples should come, is restarted: 2 to 300 s. At a replay slower than real time,
    /// longer in proportion.
    /// </summary>
    [Range(2, 300)]
    public int StuckSeconds { get; init; } = 10;

    /// <summary>Restarts of one channel within <see cref="WindowMinutes"/>, 0 to 100; the next fault ends the channel.</summary>
    [Range(0, 100)]
    public int Restarts { get; init; } = 5;

    /// <summary>Time within which restarts are counted, 1 to 1440 minutes.</summary>
    [Range(1, 1440)]
    public int WindowMinutes { get; init; } = 10;

    /// <summary>Wait before a source that has failed is tried again, 1 to 3600 s; doubles with every failure.</summary>
    [Range(1, 3600)]
    public int RetryMinSeconds { get; init; } = 1;

    /// <summary>Longest wait between attempts, from <see cref="RetryMinSeconds"/> to 3600 s. Sources are tried for ever.</summary>
    [Range(1, 3600)]
    public int RetryMaxSeconds { get; init; } = 60;

    /// <summary>Every error in these options that their ranges do not tell, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate() => RetryMaxSeconds >= RetryMinSeconds
        ? []
        : [$"Watchdog:RetryMaxSeconds is {RetryMaxSeconds}; expected at least Watchdog:RetryMinSeconds, {RetryMinSeconds}."];
}

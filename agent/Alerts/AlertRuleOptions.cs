using System.ComponentModel.DataAnnotations;

namespace EcgEdge.Agent.Alerts;

/// <summary>What every kind of alert has to set.</summary>
public record AlertRuleOptions
{
    /// <summary>Whether the kind is raised at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Once cleared, the kind is raised again no sooner than this, 0 to 3600 s. What still holds by then is raised then.</summary>
    [Range(0, 3600)]
    public int CooldownSeconds { get; init; }

    /// <summary>Every error in these options, one sentence each.</summary>
    internal virtual IEnumerable<string> Validate(string key) => Range($"{key}:CooldownSeconds", CooldownSeconds, 0, 3600);

    private protected static IEnumerable<string> Range(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most)) yield return $"{key} is {value}; expected {least} to {most}.";
    }
}

/// <summary><c>beat.pvc</c>: many ventricular beats. A single one is common in healthy hearts.</summary>
public sealed record PvcOptions : AlertRuleOptions
{
    public PvcOptions() => CooldownSeconds = 60;

    /// <summary>Ventricular beats within <see cref="WindowSeconds"/> that raise it, 1 to 200.</summary>
    [Range(1, 200)]
    public int Beats { get; init; } = 10;

    /// <summary>How far is looked back, 5 to 3600 s.</summary>
    [Range(5, 3600)]
    public int WindowSeconds { get; init; } = 60;

    internal override IEnumerable<string> Validate(string key) =>
        [.. base.Validate(key), .. Range($"{key}:Beats", Beats, 1, 200), .. Range($"{key}:WindowSeconds", WindowSeconds, 5, 3600)];
}

/// <summary><c>rhythm.vt</c>: a run of fast ventricular beats.</summary>
public sealed record VtOptions : AlertRuleOptions
{
    /// <summary>Ventricular beats in a row that raise it, 3 to 30.</summary>
    [Range(3, 30)]
    public int Beats { get; init; } = 3;

    /// <summary>They must be faster than this, 60 to 250 beats per minute.</summary>
    [Range(60.0, 250.0)]
    public double AboveBpm { get; init; } = 100;

    internal override IEnumerable<string> Validate(string key) =>
        [.. base.Validate(key), .. Range($"{key}:Beats", Beats, 3, 30), .. Range($"{key}:AboveBpm", AboveBpm, 60, 250)];
}

/// <summary><c>rhythm.bigeminy</c>: every other beat ventricular.</summary>
public sealed record BigeminyOptions : AlertRuleOptions
{
    public BigeminyOptions() => CooldownSeconds = 60;

    /// <summary>Pairs of one ventricular and one other beat in a row that raise it, 2 to 30.</summary>
    [Range(2, 30)]
    public int Pairs { get; init; } = 3;

    internal override IEnumerable<string> Validate(string key) => [.. base.Validate(key), .. Range($"{key}:Pairs", Pairs, 2, 30)];
}

/// <summary><c>rate.brady</c> and <c>rate.tachy</c>: the heart rate beyond a limit.</summary>
public sealed record RateOptions : AlertRuleOptions
{
    public RateOptions() => CooldownSeconds = 30;

    /// <summary>The limit, 20 to 300 beats per minute; the rate must lie beyond it.</summary>
    [Range(20.0, 300.0)]
    public double LimitBpm { get; init; }

    /// <summary>How far within the limit the rate must come back to clear it, 0 to 50 beats per minute.</summary>
    [Range(0.0, 50.0)]
    public double HysteresisBpm { get; init; } = 5;

    internal override IEnumerable<string> Validate(string key) =>
        [.. base.Validate(key), .. Range($"{key}:LimitBpm", LimitBpm, 20, 300), .. Range($"{key}:HysteresisBpm", HysteresisBpm, 0, 50)];
}

/// <summary><c>rhythm.pause</c> and <c>rhythm.asystole</c>: no beat for too long.</summary>
public sealed record SilenceOptions : AlertRuleOptions
{
    /// <summary>Seconds without a beat that raise it; a pause 2 to 10 s, asystole 3 to 10 s.</summary>
    [Range(2.0, 10.0)]
    public double AfterSeconds { get; init; }

    /// <summary>Beats, none of them too late, that clear it, 1 to 100.</summary>
    [Range(1, 100)]
    public int ClearBeats { get; init; } = 1;

    internal IEnumerable<string> Validate(string key, double leastSeconds) =>
        [.. Validate(key), .. Range($"{key}:AfterSeconds", AfterSeconds, leastSeconds, 10), .. Range($"{key}:ClearBeats", ClearBeats, 1, 100)];
}

/// <summary><c>signal.leads-off</c>, <c>signal.poor</c> and <c>source.lost</c>: the signal cannot be judged.</summary>
public sealed record SignalOptions : AlertRuleOptions
{
    /// <summary>Seconds in a row that raise it, 1 to 300.</summary>
    [Range(1, 300)]
    public int AfterSeconds { get; init; } = 3;

    /// <summary>Seconds in a row without it that clear it, 1 to 300.</summary>
    [Range(1, 300)]
    public int ClearSeconds { get; init; } = 3;

    internal override IEnumerable<string> Validate(string key) =>
        [.. base.Validate(key), .. Range($"{key}:AfterSeconds", AfterSeconds, 1, 300), .. Range($"{key}:ClearSeconds", ClearSeconds, 1, 300)];
}

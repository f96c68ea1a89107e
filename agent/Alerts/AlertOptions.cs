using System.ComponentModel.DataAnnotations;
using EcgEdge.Agent.Options;
namespace EcgEdge.Agent.Alerts;

/// <summary>When alerts are raised.</summary>
public sealed record AlertOptions
{
    /// <summary>Anomalous beats among the last <see cref="AnomalyWindowBeats"/> that raise an alert, 1 to that number.</summary>
    [Range(1, 100)]
    public int AnomalyBeats { get; init; } = 3;

    /// <summary>How many beats are looked back on, 1 to 100.</summary>
    [Range(1, 100)]
    public int AnomalyWindowBeats { get; init; } = 10;

    /// <summary>Normal beats in a row that clear it, 1 to 1000.</summary>
    [Range(1, 1000)]
    public int ClearBeats { get; init; } = 8;

    /// <summary>An alert that lasts is told anew at most this often, 1 to 3600 s.</summary>
    [Range(1, 3600)]
    public int UpdateSeconds { get; init; } = 10;

    /// <summary>Beats of a lower signal quality are not counted, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MinimumQuality { get; init; } = 0.3;

    /// <summary>Signal kept before an alert begins, 0 to 60 s.</summary>
    [Range(0, 60)]
    public int StripBeforeSeconds { get; init; } = 10;

    /// <summary>Signal kept after it was raised, 0 to 60 s.</summary>
    [Range(0, 60)]
    public int StripAfterSeconds { get; init; } = 5;

    /// <summary>Whether and how often <c>beat.anomaly</c> is raised; what raises it stands above.</summary>
    public AlertRuleOptions Anomaly { get; init; } = new();

    /// <summary>Bedside monitors warn of more than ten a minute where nothing else is set.</summary>
    public PvcOptions Pvc { get; init; } = new();

    /// <summary><c>rhythm.vt</c>: three ventricular beats in a row, faster than 100 per minute, are the usual definition.</summary>
    public VtOptions Vt { get; init; } = new();

    /// <summary><c>rhythm.bigeminy</c>: every other beat ventricular.</summary>
    public BigeminyOptions Bigeminy { get; init; } = new();

    /// <summary>Below 40 beats per minute: extreme bradycardia of the PhysioNet/CinC Challenge 2015.</summary>
    public RateOptions Brady { get; init; } = new() { LimitBpm = 40 };

    /// <summary>Above 140 beats per minute: extreme tachycardia of the PhysioNet/CinC Challenge 2015.</summary>
    public RateOptions Tachy { get; init; } = new() { LimitBpm = 140 };

    /// <summary>3 s: a sinus pause of the ACC/AHA/HRS guideline on bradycardia, 2018.</summary>
    public SilenceOptions Pause { get; init; } = new() { AfterSeconds = 3, CooldownSeconds = 60 };

    /// <summary>4 s: asystole of the PhysioNet/CinC Challenge 2015; bedside monitors let 3 to 10 s be set.</summary>
    [RangeOf(nameof(SilenceOptions.AfterSeconds), 3, 10)]
    public SilenceOptions Asystole { get; init; } = new() { AfterSeconds = 4, ClearBeats = 3 };

    /// <summary><c>signal.leads-off</c>: an electrode without contact.</summary>
    public SignalOptions LeadsOff { get; init; } = new();

    /// <summary>Quality below <see cref="MinimumQuality"/>, so that the heart cannot be judged.</summary>
    public SignalOptions Poor { get; init; } = new() { AfterSeconds = 10, ClearSeconds = 10, CooldownSeconds = 60 };

    /// <summary><c>source.lost</c>: samples do not come.</summary>
    public SignalOptions Lost { get; init; } = new();

    /// <summary>The same without the kinds that rest on intervals between beats, for a source whose intervals are not a heart's own.</summary>
    public AlertOptions WithoutRhythm() => this with
    {
        Vt = Vt with { Enabled = false },
        Bigeminy = Bigeminy with { Enabled = false },
        Brady = Brady with { Enabled = false },
        Tachy = Tachy with { Enabled = false },
        Pause = Pause with { Enabled = false },
    };

    /// <summary>Every error in these options, one sentence each; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Range("AnomalyWindowBeats", AnomalyWindowBeats, 1, 100);
        Range("AnomalyBeats", AnomalyBeats, 1, Math.Max(1, AnomalyWindowBeats));
        Range("ClearBeats", ClearBeats, 1, 1000);
        Range("UpdateSeconds", UpdateSeconds, 1, 3600);
        Range("StripBeforeSeconds", StripBeforeSeconds, 0, 60);
        Range("StripAfterSeconds", StripAfterSeconds, 0, 60);
        if (!(MinimumQuality is >= 0 and <= 1)) errors.Add($"Alerts:MinimumQuality is {MinimumQuality}; expected 0 to 1.");
        errors.AddRange([.. Anomaly.Validate("Alerts:Anomaly"), .. Pvc.Validate("Alerts:Pvc"), .. Vt.Validate("Alerts:Vt"),
            .. Bigeminy.Validate("Alerts:Bigeminy"), .. Brady.Validate("Alerts:Brady"), .. Tachy.Validate("Alerts:Tachy"),
            .. Pause.Validate("Alerts:Pause", leastSeconds: 2), .. Asystole.Validate("Alerts:Asystole", leastSeconds: 3),
            .. LeadsOff.Validate("Alerts:LeadsOff"), .. Poor.Validate("Alerts:Poor"), .. Lost.Validate("Alerts:Lost")]);
        if (Brady.LimitBpm + Brady.HysteresisBpm >= Tachy.LimitBpm - Tachy.HysteresisBpm)
            errors.Add($"Alerts:Brady:LimitBpm is {Brady.LimitBpm}; expected it below Alerts:Tachy:LimitBpm, {Tachy.LimitBpm}, by more than both hystereses.");
        return errors;

        void Range(string key, int value, int least, int most)
        {
            if (value < least || value > most) errors.Add($"Alerts:{key} is {value}; expected {least} to {most}.");
        }
    }
}

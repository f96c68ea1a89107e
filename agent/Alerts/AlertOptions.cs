namespace EcgEdge.Agent.Alerts;

/// <summary>When alerts are raised.</summary>
public sealed record AlertOptions
{
    /// <summary>Anomalous beats among the last <see cref="AnomalyWindowBeats"/> that raise an alert, 1 to that number.</summary>
    public int AnomalyBeats { get; init; } = 3;

    /// <summary>How many beats are looked back on, 1 to 100.</summary>
    public int AnomalyWindowBeats { get; init; } = 10;

    /// <summary>Normal beats in a row that clear it, 1 to 1000.</summary>
    public int ClearBeats { get; init; } = 8;

    /// <summary>An alert that lasts is told anew at most this often, 1 to 3600 s.</summary>
    public int UpdateSeconds { get; init; } = 10;

    /// <summary>Beats of a lower signal quality are not counted, 0 to 1.</summary>
    public double MinimumQuality { get; init; } = 0.3;

    /// <summary>Signal kept before an alert begins, 0 to 60 s.</summary>
    public int StripBeforeSeconds { get; init; } = 10;

    /// <summary>Signal kept after it was raised, 0 to 60 s.</summary>
    public int StripAfterSeconds { get; init; } = 5;

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
        return errors;

        void Range(string key, int value, int least, int most)
        {
            if (value < least || value > most) errors.Add($"Alerts:{key} is {value}; expected {least} to {most}.");
        }
    }
}

namespace EcgEdge.Agent.Alerts;

/// <summary>What one revision of an alert rests on; see the properties of <see cref="Alert"/>.</summary>
public readonly record struct AlertEvidence(
    AlertPriority Priority,
    double Score,
    double Threshold,
    string Message,
    int Beats = 0,
    int AnomalousBeats = 0,
    IReadOnlyDictionary<string, int>? Classes = null);

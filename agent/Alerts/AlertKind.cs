namespace EcgEdge.Agent.Alerts;

/// <summary>The kinds of alert, as they are written in topics, REST and the store.</summary>
public static class AlertKind
{
    public const string BeatAnomaly = "beat.anomaly";
}

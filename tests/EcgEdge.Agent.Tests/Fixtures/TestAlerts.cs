using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Alerts, strips and beats with every field set to something of its own.</summary>
internal static class TestAlerts
{
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    /// <summary>Alert number n, raised n seconds after noon: its id sorts behind that of every lower number.</summary>
    public static Alert Number(int n, string channel = "chest", string kind = AlertKind.BeatAnomaly, AlertState state = AlertState.Raised) => new()
    {
        Id = Guid.CreateVersion7(Noon.AddSeconds(n)),
        Revision = 1,
        Channel = channel,
        Wearer = "Ada",
        Kind = kind,
        Priority = AlertPriority.High,
        State = state,
        StartedAt = Noon.AddSeconds(n),
        StartIndex = 250L * n,
        Score = 1.5 + n,
        Threshold = 0.123456789012345,
        Beats = 5,
        AnomalousBeats = 3,
        Classes = new Dictionary<string, int> { ["R-on-T PVC"] = 2, ["PVC"] = 1 },
        HeartRateBpm = 71.5,
        Pack = "ecg5000",
        PackVersion = "1.2.3",
        Message = $"Alert {n} \"quoted\" \u00e4\u2665",
    };

    public static Alert Cleared(this Alert alert) => alert with
    {
        State = AlertState.Cleared,
        EndedAt = alert.StartedAt.AddSeconds(9.5),
        EndIndex = alert.StartIndex + 2375,
        AnomalousBeats = alert.AnomalousBeats + 1,
    };

    public static Strip StripOf(Alert alert) => new()
    {
        AlertId = alert.Id,
        Channel = alert.Channel,
        SampleRateHz = 250.00625,
        FirstIndex = alert.StartIndex - 2500,
        At = alert.StartedAt.AddSeconds(-10),
        Millivolts = [0f, -0f, 1.1f, -1.25f, float.NaN, BitConverter.Int32BitsToSingle(0x7F800001), float.MaxValue, float.Epsilon, float.NegativeInfinity],
        Beats = [new StripBeat(alert.StartIndex, "PVC", true), new StripBeat(alert.StartIndex + 200, "Normal", false)],
    };

    public static BeatRow Beat(int n, string channel = "chest") => new(
        0, channel, Noon.AddMilliseconds(800 * n), 200L * n, 200L * n + 199, 796, "Normal", 0.875, 0.25 + n, 0.5, n % 2 == 1, 1 - 1.0 / (n + 2));

    /// <summary>The message of a test: the topic names the channel, the payload id and revision.</summary>
    public static OutboxMessage Message(Alert alert) =>
        new($"test/{alert.Channel}", System.Text.Encoding.UTF8.GetBytes($"{alert.Id} {alert.Revision}"), 1, false);

    public static OutboxMessage? NoMessage(Alert alert) => null;
}

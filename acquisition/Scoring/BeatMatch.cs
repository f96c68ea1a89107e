namespace EcgEdge.Acquisition.Scoring;

/// <summary>Detected beats set against the true ones.</summary>
/// <param name="Matched">True beats with a detection of their own within the tolerance.</param>
/// <param name="Missed">True beats without one.</param>
/// <param name="Extra">Detections that belong to no true beat.</param>
public readonly record struct BeatMatch(int Matched, int Missed, int Extra)
{
    /// <summary>Sensitivity: matched over true beats, 0 to 1.</summary>
    public double Sensitivity => Ratio(Matched, Matched + Missed);

    /// <summary>Positive predictivity: matched over detections, 0 to 1.</summary>
    public double PositivePredictivity => Ratio(Matched, Matched + Extra);

    public double F1 => Ratio(2 * Matched, 2 * Matched + Missed + Extra);

    /// <summary>Pools the beats of two records.</summary>
    public static BeatMatch operator +(BeatMatch a, BeatMatch b) => new(a.Matched + b.Matched, a.Missed + b.Missed, a.Extra + b.Extra);

    public static BeatMatch Add(BeatMatch left, BeatMatch right) => left + right;

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

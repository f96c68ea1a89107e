namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// What a peak of the QRS feature counts for. In a clean signal its height; in noise the less, the less it looks like a complex met before,
/// and less still when it looks unlike and comes early. A clean ectopic beat of a shape never met thus counts in full.
/// </summary>
internal sealed class QrsWeight(QrsLevels levels, QrsShapes shapes)
{
    private const double NoisyFrom = 0.02, NoisyBy = 20, Most = 0.65, UnlikeRange = 0.3;
    private const double EarlyFrom = 0.85, EarlyWeight = 1.5, EarlyUnlikeWeight = 2;

    /// <param name="peak">The peak.</param>
    /// <param name="rrRatio">Time since the last complex over the usual RR interval; null while that is unknown.</param>
    public double Of(FeaturePeak peak, double? rrRatio)
    {
        var strength = Math.Clamp(NoisyBy * (levels.Unrest - NoisyFrom), 0, Most);
        if (strength <= 0) return peak.Height;
        var unlike = Math.Min(1, (1 - shapes.Match(peak.Index)) / UnlikeRange);
        var early = rrRatio is { } ratio ? Math.Clamp(EarlyWeight * (EarlyFrom - ratio), 0, 1) : 0;
        return peak.Height * (1 - strength * Math.Min(1, unlike + early * Math.Min(1, EarlyUnlikeWeight * unlike)));
    }
}

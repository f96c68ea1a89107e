namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// What a peak of the QRS feature counts for. In a clean signal its height; in noise the less, the less evidence there is for a complex of
/// a known kind, and the more is asked for the earlier it comes. What looks just like a known complex counts in full, and so does a clean
/// ectopic beat of a shape never met.
/// </summary>
internal sealed class QrsWeight(QrsLevels levels, QrsTemplates templates)
{
    private const double NoisyFrom = 0.01, NoisyBy = 20, Most = 0.9, TallFrom = 0.7, TallRange = 0.2, NoisierForTall = 0.02, Least = 1e-9;
    private const double EnoughEvidence = 6, MoreWhenEarly = 40, EvidenceRange = 8, UnlikeRange = 0.05, EarlyFrom = 0.85, EarlyBy = 1.5;

    /// <param name="peak">The peak.</param>
    /// <param name="rrRatio">Time since the last complex over the usual RR interval; null while that is unknown.</param>
    public double Of(FeaturePeak peak, double? rrRatio)
    {
        // Few artefacts are as tall as a complex, while ectopic beats of a fast rhythm are, and that leaves hardly a still moment.
        var tall = Math.Clamp((peak.Height / Math.Max(Least, levels.Qrs) - TallFrom) / TallRange, 0, 1);
        var strength = Math.Clamp(NoisyBy * (levels.Unrest - NoisyFrom - NoisierForTall * tall), 0, Most);
        if (strength <= 0 || templates.Match(peak.Index) is not { } match) return peak.Height;
        var early = rrRatio is { } ratio ? Math.Clamp(EarlyBy * (EarlyFrom - ratio), 0, 1) : 0;
        var lacking = (EnoughEvidence + MoreWhenEarly * early - match.Evidence) / EvidenceRange;
        var unlike = (1 - match.Likeness) / UnlikeRange;
        return peak.Height * (1 - strength * Math.Clamp(lacking, 0, 1) * Math.Clamp(unlike, 0, 1));
    }
}

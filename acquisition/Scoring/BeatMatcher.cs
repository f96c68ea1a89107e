namespace EcgEdge.Acquisition.Scoring;

/// <summary>
/// Pairs detected with true beats one to one, as ANSI/AAMI EC57 asks: within a tolerance, in order, and of two candidates the nearer.
/// </summary>
public static class BeatMatcher
{
    /// <summary>EC57's tolerance.</summary>
    public const double ToleranceSeconds = 0.15;

    /// <summary>Matches two ascending lists of sample indices.</summary>
    /// <param name="truth">True R peaks.</param>
    /// <param name="detected">Detected R peaks.</param>
    /// <param name="tolerance">Largest distance of a pair, samples.</param>
    /// <param name="pairs">Receives the pairs, in order; null to ignore.</param>
    public static BeatMatch Match(IReadOnlyList<long> truth, IReadOnlyList<long> detected, double tolerance, ICollection<BeatPair>? pairs = null)
    {
        int t = 0, d = 0, matched = 0;
        while (t < truth.Count && d < detected.Count)
        {
            var distance = detected[d] - truth[t];
            if (Math.Abs(distance) > tolerance)
            {
                if (distance < 0) d++;
                else t++;
            }
            else if (d + 1 < detected.Count && Math.Abs(detected[d + 1] - truth[t]) < Math.Abs(distance))
            {
                d++;
            }
            else if (t + 1 < truth.Count && Math.Abs(detected[d] - truth[t + 1]) < Math.Abs(distance))
            {
                t++;
            }
            else
            {
                matched++;
                pairs?.Add(new BeatPair(t, d));
                t++;
                d++;
            }
        }

        return new BeatMatch(matched, truth.Count - matched, detected.Count - matched);
    }
}

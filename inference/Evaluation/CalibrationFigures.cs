namespace EcgEdge.Inference.Evaluation;

/// <summary>
/// How far the probability of the told class can be taken at its word: beats are sorted into ten bins of equal width by that probability,
/// and in each the mean probability is set against the part told right.
/// </summary>
/// <param name="ExpectedCalibrationError">
/// Mean absolute difference of the two, weighted with the beats of each bin: the ECE of Guo et al. 2017.
/// </param>
/// <param name="Bins">The bins that hold beats, from the least probability up.</param>
public sealed record CalibrationFigures(double ExpectedCalibrationError, IReadOnlyList<ReliabilityBin> Bins)
{
    private const int BinCount = 10;

    /// <summary>Computes the figures from the told class's probability of every beat and whether it was right.</summary>
    public static CalibrationFigures Of(IReadOnlyList<float> confidence, IReadOnlyList<bool> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Count, confidence.Count, nameof(right));
        var counts = new int[BinCount];
        var hits = new int[BinCount];
        var sums = new double[BinCount];
        for (var i = 0; i < confidence.Count; i++)
        {
            var bin = Math.Clamp((int)(confidence[i] * BinCount), 0, BinCount - 1);
            counts[bin]++;
            sums[bin] += confidence[i];
            if (right[i]) hits[bin]++;
        }

        var bins = Enumerable.Range(0, BinCount).Where(b => counts[b] > 0).Select(b => new ReliabilityBin(
            (double)b / BinCount, (b + 1.0) / BinCount, counts[b], sums[b] / counts[b], (double)hits[b] / counts[b])).ToArray();
        var error = confidence.Count == 0 ? 0 : bins.Sum(b => b.Beats * Math.Abs(b.Confidence - b.Accuracy)) / confidence.Count;
        return new CalibrationFigures(error, bins);
    }
}

/// <summary>Beats whose told class had a probability within a range.</summary>
/// <param name="From">Least probability.</param>
/// <param name="To">Greatest probability.</param>
/// <param name="Beats">How many.</param>
/// <param name="Confidence">Mean probability.</param>
/// <param name="Accuracy">Part told right.</param>
public sealed record ReliabilityBin(double From, double To, int Beats, double Confidence, double Accuracy);

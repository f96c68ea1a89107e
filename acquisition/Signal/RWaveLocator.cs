namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Finds the R wave beside a detected R peak: the sharpest upward apex from which the signal falls by a good part of the complex. In a lead
/// with a small r and a deep S (as ECG5000's) the detector reports the S wave, while annotators mark the r before it.
/// </summary>
internal sealed class RWaveLocator(SignalHistory filtered, double sampleRateHz)
{
    private const double SearchSeconds = 0.028, CurvatureSeconds = 0.008, FallSeconds = 0.024, FallFraction = 0.2;

    private readonly int _search = Samples(SearchSeconds, sampleRateHz);
    private readonly int _curvature = Samples(CurvatureSeconds, sampleRateHz);
    private readonly int _fall = Samples(FallSeconds, sampleRateHz);

    /// <summary>Place of the R wave's apex, between samples by a parabola; the peak itself where no apex qualifies.</summary>
    public double Locate(long peak)
    {
        var from = Math.Max(peak - _search, filtered.First + _curvature);
        var to = Math.Min(peak + _search, filtered.End - 1 - _curvature);
        var leastFall = FallFraction * Range(from, to);
        var (best, sharpest) = (peak, 0f);
        for (var i = from; i <= to; i++)
        {
            var sharpness = Sharpness(i);
            if (sharpness > sharpest && filtered[i] - LowestAfter(i) >= leastFall) (best, sharpest) = (i, sharpness);
        }

        return sharpest > 0 && best > from && best < to ? best + Parabola(Sharpness(best - 1), sharpest, Sharpness(best + 1)) : best;
    }

    /// <summary>Where the parabola through three equidistant values peaks, relative to the middle one.</summary>
    private static double Parabola(float before, float middle, float after)
    {
        var bend = before - 2 * middle + after;
        return bend >= 0 ? 0 : Math.Clamp(0.5 * (before - after) / bend, -0.5, 0.5);
    }

    private float Sharpness(long i) => 2 * filtered[i] - filtered[i - _curvature] - filtered[i + _curvature];

    private static int Samples(double seconds, double sampleRateHz) => Math.Max(1, (int)Math.Round(seconds * sampleRateHz));

    private float Range(long from, long to)
    {
        var (low, high) = (float.MaxValue, float.MinValue);
        for (var i = from; i <= to; i++) (low, high) = (Math.Min(low, filtered[i]), Math.Max(high, filtered[i]));
        return high - low;
    }

    private float LowestAfter(long index)
    {
        var lowest = filtered[index];
        for (var i = index + 1; i <= Math.Min(index + _fall, filtered.End - 1); i++) lowest = Math.Min(lowest, filtered[i]);
        return lowest;
    }
}

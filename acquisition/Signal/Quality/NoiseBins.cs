namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>The last seconds of signal as noise bins of about 20 ms, addressed by sample index. Memory is taken once.</summary>
internal sealed class NoiseBins
{
    private const double BinSeconds = 0.02;

    private readonly NoiseBin[] _bins;
    private readonly float[] _sorted;
    private long _origin, _end;

    public NoiseBins(double sampleRateHz, double keepSeconds)
    {
        SamplesPerBin = Math.Max(1, (int)Math.Round(BinSeconds * sampleRateHz));
        _bins = new NoiseBin[(int)Math.Ceiling(keepSeconds * sampleRateHz / SamplesPerBin)];
        _sorted = new float[_bins.Length];
    }

    public int SamplesPerBin { get; }

    /// <summary>Level of the baseline at the newest bin; 0 while there is none.</summary>
    public float LastBaseline => _end == 0 ? 0 : At(_end - 1).Baseline;

    /// <summary>Forgets all bins; the next begins at this sample.</summary>
    public void Restart(long index)
    {
        _origin = index;
        _end = 0;
    }

    public void Append(in NoiseBin bin) => _bins[_end++ % _bins.Length] = bin;

    /// <summary>
    /// Mean square of a band over the samples [from, to): the median over its bins, so that a QRS, a T wave or a single spike in a
    /// lesser part of them does not count as noise. Null where no whole bin lies within.
    /// </summary>
    public double? Power(NoiseBand band, long from, long to)
    {
        var (first, end) = Whole(from, to);
        var count = (int)(end - first);
        if (count <= 0) return null;
        for (var i = 0; i < count; i++) _sorted[i] = At(first + i)[band];

        Array.Sort(_sorted, 0, count);
        var median = count % 2 == 1 ? _sorted[count / 2] : (_sorted[count / 2 - 1] + _sorted[count / 2]) / 2;
        return median / SamplesPerBin;
    }

    /// <summary>Standard deviation of the baseline over the samples [from, to), millivolts; 0 where no whole bin lies within.</summary>
    public double BaselineDeviation(long from, long to)
    {
        var (first, end) = Whole(from, to);
        if (end <= first) return 0;
        double sum = 0, squares = 0;
        // Summed from the first value on, lest a large electrode offset swallow the digits.
        double origin = At(first).Baseline;
        for (var i = first; i < end; i++)
        {
            var d = At(i).Baseline - origin;
            sum += d;
            squares += d * d;
        }

        var count = end - first;
        return Math.Sqrt(Math.Max(0, squares - sum * sum / count) / count);
    }

    /// <summary>Lowest and highest raw value of the samples [from, to).</summary>
    public (float Low, float High) RawExtremes(long from, long to)
    {
        var (first, end) = Whole(from, to);
        var (low, high) = (float.MaxValue, float.MinValue);
        for (var i = first; i < end; i++)
        {
            ref readonly var bin = ref At(i);
            (low, high) = (Math.Min(low, bin.RawLow), Math.Max(high, bin.RawHigh));
        }

        return (low, high);
    }

    /// <summary>Part of the samples [from, to) that stood at the end of the range, 0 to 1.</summary>
    public double ClippedFraction(long from, long to)
    {
        var (first, end) = Whole(from, to);
        var clipped = 0L;
        for (var i = first; i < end; i++) clipped += At(i).Clipped;
        return end <= first ? 0 : Math.Min(1, (double)clipped / ((end - first) * SamplesPerBin));
    }

    private ref readonly NoiseBin At(long bin) => ref _bins[bin % _bins.Length];

    /// <summary>The bins held that lie wholly within a range of samples.</summary>
    private (long First, long End) Whole(long from, long to)
    {
        var first = Math.Max((Math.Max(from, _origin) - _origin + SamplesPerBin - 1) / SamplesPerBin, Math.Max(0, _end - _bins.Length));
        var end = Math.Min(Math.Max(to - _origin, 0) / SamplesPerBin, _end);
        return (first, end);
    }
}

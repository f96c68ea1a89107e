namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>
/// Running mean shapes of the few kinds of beat seen last, from 250 ms before to 400 ms after the R peak in steps of 10 ms. A beat is
/// measured by its correlation with the shape most like it: an ectopic beat that came before matches its own kind, noise matches none.
/// </summary>
internal sealed class BeatTemplates(double sampleRateHz)
{
    private const int Kinds = 4, Before = 25, After = 40, Length = Before + After + 1;
    private const double StepSeconds = 0.01, NeighbourSeconds = 0.1;

    /// <summary>At this correlation two beats are of one kind.</summary>
    private const double SameKind = 0.85;

    /// <summary>Beats over which a shape is averaged.</summary>
    private const int Memory = 8;

    /// <summary>Fewest points that can be compared.</summary>
    private const int LeastPoints = 20;

    private readonly float[][] _shapes = [new float[Length], new float[Length], new float[Length], new float[Length]];
    private readonly int[] _beats = new int[Kinds];
    private readonly long[] _lastUsed = new long[Kinds];
    private readonly float[] _beat = new float[Length];
    private long _clock;

    public void Reset()
    {
        Array.Clear(_beats);
        Array.Clear(_lastUsed);
        _clock = 0;
    }

    /// <summary>
    /// Correlation of the beat at a peak with the most similar shape, then takes it in. Only what lies at least 100 ms from the neighbouring
    /// peaks is compared. Null for the first beat, or where neighbours leave too little.
    /// </summary>
    /// <param name="filtered">The filtered signal.</param>
    /// <param name="previousPeak">R peak before it; a negative number where there is none.</param>
    /// <param name="peak">R peak of the beat.</param>
    /// <param name="nextPeak">R peak after it.</param>
    public double? Match(SignalHistory filtered, long previousPeak, long peak, long nextPeak)
    {
        var earliest = previousPeak < 0 ? filtered.First : Math.Max(filtered.First, previousPeak + (long)(NeighbourSeconds * sampleRateHz));
        var latest = Math.Min(filtered.End - 2, nextPeak - (long)(NeighbourSeconds * sampleRateHz));
        var from = Math.Max(0, Before - (int)((peak - earliest) / (StepSeconds * sampleRateHz)));
        var to = Math.Min(Length - 1, Before + (int)((latest - peak) / (StepSeconds * sampleRateHz)));
        if (to - from + 1 < LeastPoints) return null;

        for (var i = from; i <= to; i++) _beat[i] = Sample(filtered, peak + (i - Before) * StepSeconds * sampleRateHz);
        _clock++;
        var (best, kind) = (double.NegativeInfinity, -1);
        for (var k = 0; k < Kinds; k++)
        {
            if (_beats[k] == 0) continue;
            var correlation = Correlate(_shapes[k], from, to);
            if (correlation > best) (best, kind) = (correlation, k);
        }

        if (kind >= 0 && best >= SameKind) Blend(kind, from, to);
        else if (from == 0 && to == Length - 1) Begin(Oldest());
        return kind < 0 ? null : best;
    }

    private static float Sample(SignalHistory filtered, double position)
    {
        var floor = Math.Floor(position);
        var index = (long)floor;
        var t = (float)(position - floor);
        return filtered[index] + t * (filtered[index + 1] - filtered[index]);
    }

    private double Correlate(float[] shape, int from, int to)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (var i = from; i <= to; i++)
        {
            double x = shape[i], y = _beat[i];
            a += x;
            b += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }

        var n = to - from + 1;
        var scale = (aa - a * a / n) * (bb - b * b / n);
        return scale > 0 ? (ab - a * b / n) / Math.Sqrt(scale) : 0;
    }

    private void Blend(int kind, int from, int to)
    {
        _beats[kind] = Math.Min(_beats[kind] + 1, Memory);
        _lastUsed[kind] = _clock;
        var shape = _shapes[kind];
        for (var i = from; i <= to; i++) shape[i] += (_beat[i] - shape[i]) / _beats[kind];
    }

    /// <summary>An empty place, else the kind not met for longest.</summary>
    private int Oldest()
    {
        var oldest = 0;
        for (var k = 1; k < Kinds; k++)
        {
            if (_lastUsed[k] < _lastUsed[oldest]) oldest = k;
        }

        return oldest;
    }

    private void Begin(int kind)
    {
        _beats[kind] = 1;
        _lastUsed[kind] = _clock;
        Array.Copy(_beat, _shapes[kind], Length);
    }
}

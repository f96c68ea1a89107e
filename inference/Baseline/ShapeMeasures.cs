namespace EcgEdge.Inference.Baseline;

/// <summary>Distances of one window from the wearer's running beat, part by part; training/FEATURES.md gives the formulas.</summary>
internal sealed class ShapeMeasures
{
    /// <summary>Measures whose running median over accepted beats, their level, the baseline keeps.</summary>
    public const int Levelled = 8;

    /// <summary>Places of the measures within <see cref="Values"/>.</summary>
    public const int Whole = 0, Qrs = 1, PWave = 2, StT = 3, PCorrelation = 4, QrsCorrelation = 5, Width = 6, Slope = 7,
        Likeness = 8, PRange = 9, Peak = 10, Polarity = 11, Shift = 12;

    private const int PWaveFrom = 4, PWaveTo = 34, QrsFrom = 34, QrsTo = 70, StTFrom = 70, WidthFrom = 26, WidthTo = 82;
    private const int RPeak = 49, AroundRFrom = 40, AroundRTo = 60, LargestShift = 4;
    private const double Floor = 0.001, CorrelationLimit = 0.99, LeastPower = 1e-9;

    /// <summary>Names of the measures, the levelled ones first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "whole", "qrs", "p_wave", "st_t", "p_correlation", "qrs_correlation", "width", "slope",
        "correlation", "p_range", "peak", "polarity", "shift",
    ];

    /// <summary>The measures of the window measured last.</summary>
    public double[] Values { get; } = new double[13];

    /// <summary>Measures a window of 140 against the running beat.</summary>
    public void Measure(ReadOnlySpan<double> window, ReadOnlySpan<double> expected)
    {
        var shift = BestShift(window, expected);
        var qrs = window[(QrsFrom + shift)..(QrsTo + shift)];
        var pWave = window[(PWaveFrom + shift)..(PWaveTo + shift)];
        var expectedQrs = expected[QrsFrom..QrsTo];
        var expectedP = expected[PWaveFrom..PWaveTo];
        Values[Whole] = LogMeanSquare(window, expected);
        Values[Qrs] = LogMeanSquare(qrs, expectedQrs);
        Values[PWave] = LogMeanSquare(pWave, expectedP, Mean(pWave) - Mean(expectedP));
        Values[StT] = LogMeanSquare(window[StTFrom..], expected[StTFrom..]);
        Values[PCorrelation] = Stretched(Correlation(pWave, expectedP));
        Values[QrsCorrelation] = Stretched(Correlation(qrs, expectedQrs));
        Values[Width] = WidthOf(window);
        Values[Slope] = Math.Log(SteepestStep(window[QrsFrom..QrsTo]) + Floor);
        Values[Likeness] = Stretched(Correlation(window, expected));
        Values[PRange] = Math.Log((Range(window[..PWaveTo]) + Floor) / (Range(expected[..PWaveTo]) + Floor));
        Values[Peak] = window[RPeak] - expected[RPeak];
        Values[Polarity] = Extremes(window) - Extremes(expected);
        Values[Shift] = shift;
    }

    /// <summary>Pearson's correlation; 0 where either is constant.</summary>
    public static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double meanA = Mean(a), meanB = Mean(b), ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            double da = a[i] - meanA, db = b[i] - meanB;
            ab += da * db;
            aa += da * da;
            bb += db * db;
        }

        var power = Math.Sqrt(aa * bb);
        return power > LeastPower ? ab / power : 0;
    }

    /// <summary>Mean of the squared differences, an offset taken away from each.</summary>
    public static double MeanSquare(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double offset = 0)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var d = a[i] - b[i] - offset;
            sum += d * d;
        }

        return sum / a.Length;
    }

    /// <summary>ln(mean of squares + 0.001).</summary>
    public static double LogMeanSquare(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double offset = 0) => Math.Log(MeanSquare(a, b, offset) + Floor);

    /// <summary>How many points later the window's QRS lies than the running beat's, by least squares; the lowest of equals.</summary>
    private static int BestShift(ReadOnlySpan<double> window, ReadOnlySpan<double> expected)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var shift = -LargestShift; shift <= LargestShift; shift++)
        {
            var error = MeanSquare(window[(QrsFrom + shift)..(QrsTo + shift)], expected[QrsFrom..QrsTo]);
            if (error < least) (best, least) = (shift, error);
        }

        return best;
    }

    /// <summary>ln of the standard deviation, in points, of where the squared slope lies around the R peak.</summary>
    private static double WidthOf(ReadOnlySpan<double> window)
    {
        double total = Floor, centre = 0, spread = 0;
        for (var i = 0; i < WidthTo - WidthFrom - 1; i++)
        {
            var energy = Energy(window, i);
            total += energy;
            centre += energy * i;
        }

        centre /= total;
        for (var i = 0; i < WidthTo - WidthFrom - 1; i++) spread += Energy(window, i) * (i - centre) * (i - centre);
        return 0.5 * Math.Log(spread / total + Floor);
    }

    private static double Energy(ReadOnlySpan<double> window, int i)
    {
        var step = window[WidthFrom + i + 1] - window[WidthFrom + i];
        return step * step;
    }

    private static double SteepestStep(ReadOnlySpan<double> values)
    {
        var steepest = 0.0;
        for (var i = 1; i < values.Length; i++) steepest = Math.Max(steepest, Math.Abs(values[i] - values[i - 1]));
        return steepest;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Range(ReadOnlySpan<double> values)
    {
        var (least, most) = Ends(values);
        return most - least;
    }

    private static double Extremes(ReadOnlySpan<double> window)
    {
        var (least, most) = Ends(window[AroundRFrom..AroundRTo]);
        return least + most;
    }

    private static (double Least, double Most) Ends(ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return (least, most);
    }

    private static double Stretched(double correlation) => Math.Atanh(Math.Clamp(correlation, -CorrelationLimit, CorrelationLimit));
}

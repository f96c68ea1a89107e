namespace EcgEdge.Inference.Baseline;

/// <summary>Keeps values in ascending order within a span that may be longer than they are many.</summary>
internal static class Sorted
{
    /// <summary>Puts a value among the first so many.</summary>
    public static void Insert(Span<double> values, int count, double value)
    {
        var place = Place(values[..count], value);
        values[place..count].CopyTo(values[(place + 1)..]);
        values[place] = value;
    }

    /// <summary>Exchanges a value that is there for another.</summary>
    public static void Replace(Span<double> values, int count, double old, double value)
    {
        var from = Place(values[..count], old);
        var to = Place(values[..count], value);
        if (to > from)
        {
            values[(from + 1)..to].CopyTo(values[from..]);
            values[to - 1] = value;
        }
        else
        {
            values[to..from].CopyTo(values[(to + 1)..]);
            values[to] = value;
        }
    }

    /// <summary>The quantile of ascending values, between two by a straight line.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double quantile)
    {
        var place = quantile * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>Index of the first value that is not less.</summary>
    private static int Place(ReadOnlySpan<double> sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

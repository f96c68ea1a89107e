namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Finds the R peak of a QRS complex on the filtered signal: the largest deflection from the level around the complex, either way up. Of
/// two deflections of nearly equal size the first is taken, which is the R wave rather than the S, and the one with the polarity of the
/// last beats, so that RR intervals do not jump between the two.
/// </summary>
internal sealed class RPeakLocator(SignalHistory filtered, double sampleRateHz)
{
    private const double SearchSeconds = 0.08, ExpectedSeconds = 0.03, EdgeSeconds = 0.12, SamePolarityAdvantage = 1.3, FirstAdvantage = 1.3, PolarityMemory = 0.9;

    private readonly int _search = (int)Math.Round(SearchSeconds * sampleRateHz);
    private readonly int _edge = (int)Math.Round(EdgeSeconds * sampleRateHz);
    private double _polarity;

    public void Reset() => _polarity = 0;

    /// <summary>Finds the R peak near an estimate, which must lie within the history.</summary>
    /// <param name="estimate">Middle of the complex, roughly.</param>
    /// <param name="expected">Where the R peak lies by the shape of the complex: in noise a larger deflection may lie beside it. Null if unknown.</param>
    /// <returns>Its index, and the size of the deflection in millivolts.</returns>
    public (long Index, double Millivolts) Locate(long estimate, double? expected)
    {
        var from = Math.Max(estimate - _search, filtered.First);
        var to = Math.Min(estimate + _search, filtered.End - 1);
        if (expected is { } place && place > from && place < to)
        {
            from = Math.Max(from, (long)Math.Round(place - ExpectedSeconds * sampleRateHz));
            to = Math.Min(to, (long)Math.Round(place + ExpectedSeconds * sampleRateHz));
        }

        var level = (filtered[Math.Max(estimate - _edge, filtered.First)] + filtered[Math.Min(estimate + _edge, filtered.End - 1)]) / 2;
        var (highest, lowest) = (from, from);
        for (var i = from; i <= to; i++)
        {
            if (filtered[i] > filtered[highest]) highest = i;
            if (filtered[i] < filtered[lowest]) lowest = i;
        }

        double up = filtered[highest] - level, down = level - filtered[lowest];
        var (upMillivolts, downMillivolts) = (up, down);
        up *= (_polarity > 0.5 ? SamePolarityAdvantage : 1) * (highest < lowest ? FirstAdvantage : 1);
        down *= (_polarity < -0.5 ? SamePolarityAdvantage : 1) * (lowest < highest ? FirstAdvantage : 1);
        var isUp = up >= down;
        _polarity = PolarityMemory * _polarity + (1 - PolarityMemory) * (isUp ? 1 : -1);
        return isUp ? (highest, upMillivolts) : (lowest, downMillivolts);
    }
}

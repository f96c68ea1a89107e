using System.Globalization;

namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>Turns a time column into a rate and gaps.</summary>
internal static class CsvTimeAxis
{
    /// <summary>A step this many times the median is a hole.</summary>
    private const double HoleSteps = 1.5;

    /// <summary>Rates among which the unit of an unlabelled time column is looked for; at most one unit gives such a rate.</summary>
    private const double MinLikelyHz = 20;
    private const double MaxLikelyHz = 10_000;

    /// <summary>
    /// The samples in order, with a NaN for each that a hole left out. The rate is 1 over the mean of the steps that are no holes: the
    /// median of timestamps in whole milliseconds may be wrong by a fifth, their mean is not.
    /// </summary>
    /// <exception cref="EcgFormatException">Time stands still, or there is no way to know the rate.</exception>
    public static (double RateHz, float[] Samples) Lay(
        IReadOnlyList<double> times, List<float> values, CsvTimeUnit unit, double? givenHz, string name, List<string> notes)
    {
        if (times.Count < 3) throw new EcgFormatException($"{name}: {times.Count} samples; a rate takes at least 3");
        var steps = new double[times.Count - 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = times[i + 1] - times[i];
        var sorted = (double[])steps.Clone();
        Array.Sort(sorted);
        var median = sorted[sorted.Length / 2];
        if (!(median > 0)) throw new EcgFormatException($"{name}: the time column mostly stands still; remove it and give the rate");
        var regular = steps.Where(s => s <= HoleSteps * median).ToArray();
        var mean = unit == CsvTimeUnit.Samples ? 1 : regular.Average();

        var rate = Rate(mean, unit, givenHz, name, notes);
        if (unit != CsvTimeUnit.Samples) NoteJitter(regular, median, mean, rate, notes);
        return (rate, Fill(steps, values, mean, HoleSteps * median, name, notes));
    }

    private static double Rate(double step, CsvTimeUnit unit, double? givenHz, string name, List<string> notes)
    {
        if (unit == CsvTimeUnit.Samples)
        {
            notes.Add("the time column counts samples");
            return givenHz ?? throw new EcgFormatException($"{name}: the time column counts samples; give the rate");
        }

        if (unit == CsvTimeUnit.Unknown)
        {
            unit = Enum.GetValues<CsvTimeUnit>().FirstOrDefault(u => PerSecond(u) / step is >= MinLikelyHz and <= MaxLikelyHz);
            if (unit != CsvTimeUnit.Unknown) notes.Add($"time column taken as {unit.ToString().ToLowerInvariant()}, from its steps");
            else if (givenHz is null) throw new EcgFormatException(string.Create(CultureInfo.InvariantCulture, $"{name}: time steps of {step:0.###} in no unit known; give the rate"));
        }

        var found = PerSecond(unit) / step;
        if (givenHz is not { } given)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{found:0.###} samples per second, from the time column"));
            return RateRange.Check(found, name);
        }

        if (unit != CsvTimeUnit.Unknown && Math.Abs(found - given) > 0.02 * given)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{given} samples per second as given, though the time column says {found:0.###}"));
        return given;
    }

    private static double PerSecond(CsvTimeUnit unit) => unit switch
    {
        CsvTimeUnit.Seconds => 1,
        CsvTimeUnit.Milliseconds => 1e3,
        CsvTimeUnit.Microseconds => 1e6,
        CsvTimeUnit.Nanoseconds => 1e9,
        _ => 0,
    };

    private static void NoteJitter(double[] regular, double median, double mean, double rate, List<string> notes)
    {
        var off = regular.Select(s => Math.Abs(s - median)).Order().ToArray();
        var milliseconds = 1000 / (rate * mean);
        var (p95, most) = (off[(int)(0.95 * (off.Length - 1))] * milliseconds, off[^1] * milliseconds);
        if (most > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"time steps differ from their median by {p95:0.###} ms (95 %), {most:0.###} ms at most"));
    }

    private static float[] Fill(double[] steps, List<float> values, double mean, double hole, string name, List<string> notes)
    {
        double missing = 0;
        var holes = 0;
        foreach (var step in steps)
        {
            if (step <= hole) continue;
            holes++;
            missing += Math.Max(0, Math.Round(step / mean) - 1);
            SampleLimit.Check((long)Math.Min(missing, long.MaxValue / 2), name);
        }

        if (holes > 0) notes.Add($"{holes} holes in the time column, {missing:0} samples missing");
        var samples = new float[values.Count + (long)missing];
        var at = 0;
        for (var i = 0; i < values.Count; i++)
        {
            samples[at++] = values[i];
            if (i == steps.Length || steps[i] <= hole) continue;
            var gap = (int)Math.Max(0, Math.Round(steps[i] / mean) - 1);
            samples.AsSpan(at, gap).Fill(float.NaN);
            at += gap;
        }

        return samples;
    }
}

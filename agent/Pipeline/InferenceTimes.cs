namespace EcgEdge.Agent.Pipeline;

/// <summary>How long the models take for a beat: noted by the pipeline, read from any thread. Noting allocates nothing.</summary>
public sealed class InferenceTimes
{
    private const int Kept = 512;

    private readonly double[] _recent = new double[Kept];
    private long _count;
    private double _sum;

    /// <summary>Beats noted.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Seconds in all.</summary>
    public double SumSeconds => Volatile.Read(ref _sum);

    public void Add(TimeSpan time)
    {
        Volatile.Write(ref _recent[(int)(_count % Kept)], time.TotalSeconds);
        Volatile.Write(ref _sum, _sum + time.TotalSeconds);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Quantiles of the last 512 beats in seconds, one for each asked for; NaN before the first beat.</summary>
    public IReadOnlyList<double> Quantiles(params ReadOnlySpan<double> quantiles)
    {
        var sorted = new double[Math.Min(Count, Kept)];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = Volatile.Read(ref _recent[i]);
        Array.Sort(sorted);
        var values = new double[quantiles.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(quantiles[i] * sorted.Length))];
        return values;
    }
}

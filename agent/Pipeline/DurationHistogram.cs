namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// Durations counted in classes an eighth of an octave wide, from 1 µs to about 1 s, so that percentiles are right to some 9 %. Written by
/// one thread, without waiting and without allocating; read from any.
/// </summary>
public sealed class DurationHistogram
{
    private const int PerOctave = 8, Octaves = 20;

    private readonly long[] _counts = new long[PerOctave * Octaves];
    private double _sumSeconds;

    /// <summary>All durations together, seconds.</summary>
    public double SumSeconds => Volatile.Read(ref _sumSeconds);

    /// <summary>A snapshot from before anything was added.</summary>
    public static long[] Empty() => new long[PerOctave * Octaves];

    public void Add(TimeSpan duration)
    {
        Volatile.Write(ref _sumSeconds, _sumSeconds + duration.TotalSeconds);
        var index = (int)(PerOctave * Math.Log2(Math.Max(1, duration.TotalMicroseconds)));
        ref var count = ref _counts[Math.Min(index, _counts.Length - 1)];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>The counts as they are now; <see cref="Percentiles"/> takes the difference of two of them.</summary>
    public long[] Snapshot()
    {
        var copy = new long[_counts.Length];
        for (var i = 0; i < copy.Length; i++) copy[i] = Volatile.Read(ref _counts[i]);
        return copy;
    }

    /// <summary>Durations below which these parts of all that was added between two snapshots lie, µs; null when nothing was.</summary>
    public static double[]? Percentiles(long[] before, long[] after, params ReadOnlySpan<double> parts)
    {
        long total = 0;
        for (var i = 0; i < after.Length; i++) total += after[i] - before[i];
        if (total == 0) return null;
        var found = new double[parts.Length];
        for (var p = 0; p < parts.Length; p++)
        {
            var wanted = Math.Max(1, (long)Math.Ceiling(parts[p] * total));
            var index = 0;
            for (long seen = after[0] - before[0]; seen < wanted; seen += after[index] - before[index]) index++;
            found[p] = Math.Pow(2, (index + 0.5) / PerOctave);
        }

        return found;
    }
}

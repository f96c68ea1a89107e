using System.Diagnostics;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// How unevenly samples arrive: how much later the latest block came than the earliest, each measured against the number of its last
/// sample. Written by the pipeline, without waiting; read by one reader.
/// </summary>
public sealed class ArrivalJitter(double sampleRateHz)
{
    private double _least = double.MaxValue, _most = double.MinValue;
    private bool _restart;

    /// <summary>A block has come whose samples end before this index.</summary>
    public void Take(long end)
    {
        var lateness = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency - end / sampleRateHz;
        if (Volatile.Read(ref _restart))
        {
            (_least, _most) = (lateness, lateness);
            Volatile.Write(ref _restart, false);
            return;
        }

        if (lateness < _least) Volatile.Write(ref _least, lateness);
        if (lateness > _most) Volatile.Write(ref _most, lateness);
    }

    /// <summary>The jitter since the last reading, ms; null when no block has come. Begins anew.</summary>
    public double? ReadMs()
    {
        if (Volatile.Read(ref _restart)) return null;
        var (least, most) = (Volatile.Read(ref _least), Volatile.Read(ref _most));
        Volatile.Write(ref _restart, true);
        return most >= least ? 1000 * (most - least) : null;
    }
}

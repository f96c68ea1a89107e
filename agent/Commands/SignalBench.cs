using System.Diagnostics;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Commands;

/// <summary>What the filter and the R-peak detector cost, each by itself.</summary>
internal static class SignalBench
{
    private const int Rounds = 8;

    /// <summary>Nanoseconds per sample of the filter and of the detector, and the bytes that both allocated.</summary>
    public static (double FilterNs, double DetectorNs, long AllocatedBytes) Measure(Recording recording)
    {
        var filter = new EcgFilter(recording.SampleRateHz, mainsHz: null);
        var history = new SignalHistory((int)(recording.SampleRateHz * 2 * QrsDetector.HistorySeconds));
        var detector = new QrsDetector(history, recording.SampleRateHz);
        var (filtered, withoutMains) = (new float[recording.Millivolts.Length], new float[recording.Millivolts.Length]);
        // The first round of each warms up.
        Filter();
        Detect();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++) Filter();
        var between = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++) Detect();
        var ended = Stopwatch.GetTimestamp();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (PerSample(started, between), PerSample(between, ended), allocated);

        double PerSample(long from, long to) =>
            Stopwatch.GetElapsedTime(from, to).TotalNanoseconds / ((double)Rounds * recording.Millivolts.Length);

        void Filter()
        {
            filter.Reset();
            for (var i = 0; i < filtered.Length; i++)
            {
                filtered[i] = filter.Process(recording.Millivolts[i]);
                withoutMains[i] = filter.WithoutMains;
            }
        }

        void Detect()
        {
            detector.Reset();
            history.Restart(0);
            for (var i = 0; i < filtered.Length; i++)
            {
                if (i >= filter.Delay) history.Append(filtered[i]);
                detector.Process(i, withoutMains[i]);
                while (detector.TryTake(out _))
                {
                    // Peaks are found, not kept.
                }
            }
        }
    }
}

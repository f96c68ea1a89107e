using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests;

/// <summary>Keeps everything that a beat extractor reports.</summary>
internal sealed class Found : IBeatListener
{
    public List<RPeak> Peaks { get; } = [];

    public List<(long Start, long End, float[] Samples, float Quality)> Beats { get; } = [];

    public List<(long Index, float Millivolts)> Filtered { get; } = [];

    public List<long> Pauses { get; } = [];

    public int Gaps { get; private set; }

    /// <summary>Runs a recording through a new extractor, in blocks of the sizes given, the last one repeated.</summary>
    public static Found In(Recording recording, params int[] blockSizes)
    {
        var found = new Found();
        var extractor = new BeatExtractor(recording.SampleRateHz, WindowCut.FromRToR(Fiducial.RPeak, -0.012));
        var block = new SampleBlock(Math.Max(1, blockSizes.Max()));
        for (int at = 0, k = 0; at < recording.Millivolts.Length; at += block.Count, k++)
        {
            block.Count = Math.Min(blockSizes[Math.Min(k, blockSizes.Length - 1)], recording.Millivolts.Length - at);
            block.FirstIndex = at;
            recording.Millivolts.AsSpan(at, block.Count).CopyTo(block.Millivolts);
            extractor.Process(block, found);
        }

        return found;
    }

    public void OnTrace(long index, float millivolts) => Filtered.Add((index, millivolts));

    public void OnRPeak(RPeak peak) => Peaks.Add(peak);

    public void OnBeat(BeatWindow window) => Beats.Add((window.StartIndex, window.EndIndex, [.. window.Samples], window.Quality));

    public void OnPause(long index) => Pauses.Add(index);

    public void OnGap() => Gaps++;
}

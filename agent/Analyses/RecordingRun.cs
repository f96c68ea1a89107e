using System.Globalization;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Analyses;

/// <summary>Plays a whole recording through a beat extractor, as fast as it goes.</summary>
internal static class RecordingRun
{
    private const int BlockSamples = 4096;

    /// <summary>Makes sure that the live path takes a recording.</summary>
    /// <exception cref="EcgFormatException">Its rate is out of the filter's range.</exception>
    public static RecordingResult Checked(RecordingResult read)
    {
        var rate = read.Recording.SampleRateHz;
        return rate is >= EcgFilter.MinimumRateHz and <= EcgFilter.MaximumRateHz
            ? read
            : throw new EcgFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{read.Recording.Text}: {rate} samples per second; expected {EcgFilter.MinimumRateHz} to {EcgFilter.MaximumRateHz}"));
    }

    /// <param name="recording">The recording.</param>
    /// <param name="extractor">A new extractor for its rate.</param>
    /// <param name="listener">Hears what is found, the beat that the end cuts off included.</param>
    /// <param name="progress">Told the part done, 0 to 1, now and then; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Play(
        Recording recording, BeatExtractor extractor, IBeatListener listener, IProgress<double>? progress, CancellationToken cancellation = default)
    {
        using var source = new ReplaySource(
            recording, new ReplayOptions { Speed = double.PositiveInfinity, BlockSamples = BlockSamples }, TimeProvider.System);
        var block = new SampleBlock(BlockSamples);
        source.Open();
        while (source.Read(block, cancellation))
        {
            extractor.Process(block, listener);
            progress?.Report((double)(block.FirstIndex + block.Count) / recording.Millivolts.Length);
        }

        extractor.Finish(listener);
    }
}

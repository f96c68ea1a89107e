using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Makes the source that a channel's options describe.</summary>
public static class SourceFactory
{
    /// <summary>Where ECG5000's test half lies within a data folder.</summary>
    public static string Ecg5000Test { get; } = Path.Combine("ecg5000", "ECG5000_TEST.txt");

    /// <summary>The channel that runs when none is configured: ECG5000 where it can be found, else the synthetic heart.</summary>
    /// <param name="dataFolder">From the command line; null when not given.</param>
    public static ChannelOptions Default(string? dataFolder) => DataFolders.Find(Ecg5000Test, dataFolder) is { } path
        ? new ChannelOptions { Source = new SourceOptions { Kind = SourceOptions.Replay, Path = path, Loop = true, Order = BeatOrder.Episodes } }
        : new ChannelOptions { Source = new SourceOptions { Kind = SourceOptions.Synthetic } };

    /// <exception cref="EcgFormatException">The file is not what it should be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEcgSource Create(SourceOptions options, TimeProvider time)
    {
        if (options.Kind == SourceOptions.Synthetic)
        {
            var heart = new SyntheticHeartOptions { HeartRateBpm = options.HeartRateBpm, Seed = options.Seed };
            return new SyntheticSource(heart with { SampleRateHz = options.SampleRateHz ?? heart.SampleRateHz }, options.Speed, time);
        }

        return new ReplaySource(ReadRecording(options), new ReplayOptions { Speed = options.Speed, Loop = options.Loop }, time);
    }

    private static Recording ReadRecording(SourceOptions options)
    {
        if (options.Order == BeatOrder.File) return RecordingFile.Read(options.Path!, options.Lead, options.SampleRateHz).Recording;
        var beats = Ecg5000File.Read(options.Path!);
        var text = $"{Path.GetFileName(options.Path)}, {beats.Count} beats end to end";
        return BeatTrain.Lay(beats, options.Order, options.Seed, text);
    }
}

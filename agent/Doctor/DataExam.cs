using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the recordings that channels replay can be read, and where ECG5000 is.</summary>
internal static class DataExam
{
    public static IEnumerable<Finding> Run(AgentOptions options, string? folder)
    {
        var found = DataFolders.Find(SourceFactory.Ecg5000Test, folder);
        yield return found is not null
            ? Finding.Ok($"data: ECG5000 in {found}")
            : Finding.Warn(
                $"data: ECG5000 is in none of {string.Join(", ", DataFolders.Search(folder))}",
                $"put ECG5000_TEST.txt into one of them as {SourceFactory.Ecg5000Test}; without it the synthetic heart beats");
        foreach (var channel in options.Channels.Where(c => c.Source.Kind == SourceOptions.Replay)) yield return Look(channel);
    }

    private static Finding Look(ChannelOptions channel)
    {
        try
        {
            using var source = SourceFactory.Create(channel.Source, TimeProvider.System);
            return Finding.Ok($"data: channel {channel.Name} replays {source.Description.Text}, {source.Description.SampleRateHz} Hz");
        }
        catch (Exception e) when (e is EcgFormatException or IOException or UnauthorizedAccessException)
        {
            return Finding.Fail($"data: channel {channel.Name} cannot be replayed: {e.Message}", "put the file there, or correct the channel's Source:Path");
        }
    }
}

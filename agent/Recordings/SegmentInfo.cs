using System.Globalization;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>A segment of a recording: a WFDB record <c>.hea</c>, <c>.dat</c>, <c>.atr</c> of one channel, of an hour at most.</summary>
/// <param name="Path">The record, without extension.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="StartedAt">Wall time of the first sample, UTC.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Length">Samples, up to now.</param>
/// <param name="IsComplete">False while it is being written, or when that was cut short.</param>
/// <param name="Run">Which start of the agent made it: within a run sample indices tell what follows what.</param>
/// <param name="FirstIndex">Sample index of the first sample within the run.</param>
public sealed record SegmentInfo(
    string Path, string Channel, DateTimeOffset StartedAt, double SampleRateHz, long Length, bool IsComplete, string Run, long FirstIndex)
{
    private const string ChannelKey = "channel: ", StartKey = "start: ", RunKey = "run: ";

    public static IReadOnlyList<string> Extensions { get; } = [".hea", ".dat", ".atr"];

    public string Name => System.IO.Path.GetFileName(Path);

    public TimeSpan Duration => TimeSpan.FromSeconds(Length / SampleRateHz);

    public DateTimeOffset EndedAt => StartedAt + Duration;

    public string HeaderPath => Path + ".hea";

    public string SignalPath => Path + ".dat";

    public string AnnotationPath => Path + ".atr";

    /// <summary>Bytes of its files.</summary>
    public long Bytes => Extensions.Select(e => new FileInfo(Path + e)).Where(f => f.Exists).Sum(f => f.Length);

    /// <summary>What the header cannot say in its own fields.</summary>
    public static IReadOnlyList<string> Comments(string channel, DateTimeOffset startedAt, string run, long firstIndex) =>
    [
        "Made by EcgEdge; not a medical device. The signal as its source gave it; missing: no contact, or lost.",
        "Beats are the models' work, not a person's; subtype 1 marks an anomalous one. Times are UTC.",
        ChannelKey + channel,
        StartKey + startedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{RunKey}{run} {firstIndex}"),
    ];

    /// <summary>Reads the header of a segment.</summary>
    /// <exception cref="EcgFormatException">It is none of ours.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SegmentInfo Read(string path)
    {
        var header = WfdbHeader.Read(path);
        var channel = Comment(header, ChannelKey);
        var run = Comment(header, RunKey).Split(' ');
        if (header.Signals.Count != 1 || run.Length != 2 || !long.TryParse(run[1], CultureInfo.InvariantCulture, out var first)
            || !DateTime.TryParseExact(Comment(header, StartKey), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var start))
            throw new EcgFormatException($"{header.FileName}: not a recording of EcgEdge");
        var record = path.EndsWith(".hea", StringComparison.Ordinal) ? path[..^4] : path;
        var file = new FileInfo(record + ".dat");
        var held = file.Exists ? file.Length / RecordedSignal.BytesPerSample : 0;
        var complete = header.Length > 0;
        return new SegmentInfo(record, channel, start, header.FrameRateHz, complete ? header.Length : held, complete, run[0], first);
    }

    private static string Comment(WfdbHeader header, string key) =>
        header.Comments.FirstOrDefault(c => c.StartsWith(key, StringComparison.Ordinal)) is { } comment
            ? comment[key.Length..]
            : throw new EcgFormatException($"{header.FileName}: no comment \"{key.Trim()}\"; not a recording of EcgEdge");
}

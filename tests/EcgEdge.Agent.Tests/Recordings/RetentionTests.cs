using EcgEdge.Agent.Options;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Recordings;

public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_too_old_goes_and_what_was_made_without_a_clock_stays()
    {
        Make("a", s_now.AddDays(-11), 1000);
        Make("b", s_now.AddDays(-9), 1000);
        Make("a", new DateTimeOffset(1970, 1, 1, 1, 0, 0, TimeSpan.Zero), 1000);
        var folder = new RecordingFolder(_folder.Path);

        var (deleted, bytes) = SegmentRetention.Run(folder, new RecorderOptions { MaxDays = 10 }, s_now, new HashSet<string>());
        Assert.Equal(1, deleted);
        Assert.Equal(["a_19700101T010000Z", "b_20260523T000000Z"], folder.Segments().Select(s => s.Name));
        Assert.Equal(bytes, Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length));
    }

    [Fact]
    public void Beyond_the_bytes_the_oldest_go_whole_but_never_an_open_one()
    {
        var paths = Enumerable.Range(0, 5).Select(i => Make("a", s_now.AddHours(-10 + i), 300_000)).ToList();
        var folder = new RecordingFolder(_folder.Path);

        var (deleted, bytes) = SegmentRetention.Run(folder, new RecorderOptions { MaxMegabytes = 2 }, s_now, new HashSet<string> { paths[0] });
        Assert.Equal(3, deleted);
        Assert.Equal([paths[0], paths[4]], folder.Segments().Select(s => s.Path));
        Assert.InRange(bytes, 1_800_000, 2_000_000);
        Assert.Equal(6, Directory.GetFiles(_folder["a"]).Length);
    }

    private string Make(string channel, DateTimeOffset start, int samples)
    {
        var path = Path.Combine(_folder[channel], SegmentName.Record(channel, start));
        using var writer = SegmentWriter.Create(new SegmentInfo(path, channel, start, 250, 0, false, "r", 0));
        writer.Append(new float[samples]);
        writer.Finish();
        return writer.Path;
    }
}

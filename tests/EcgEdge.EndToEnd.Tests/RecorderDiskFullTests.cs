using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>A disk that is really full: a small file system in memory, which takes root to mount.</summary>
public sealed class RecorderDiskFullTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted) System.Diagnostics.Process.Start("umount", ["-l", _folder["disk"]]).WaitForExit();
        _folder.Dispose();
    }

    [Fact]
    public async Task Recording_pauses_is_shown_and_goes_on_with_a_gap_when_there_is_room()
    {
        Assert.SkipUnless(Environment.UserName == "root" && ChildProcess.Find("mount") is not null, "only root can mount a small disk");
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        var (mounted, why) = await TryAsync("mount", "-t", "tmpfs", "-o", "size=4m", "none", disk);
        Assert.SkipUnless(mounted, $"cannot mount here: {why}");
        _mounted = true;

        var filler = Path.Combine(disk, "filler");
        await File.WriteAllBytesAsync(filler, new byte[3_500_000], TestContext.Current.CancellationToken);

        await using var agent = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _folder["store"], "--Http:Port", "0", "--Recorder:Enabled", "true", "--Recorder:Directory", disk,
            "--Recorder:MinFreeMegabytes", "0", "--Channels:0:Name", "chest", "--Channels:0:Source:Kind", "synthetic", "--Channels:0:Source:Speed", "20");
        agent.Expect("Recording pauses");
        using var client = EcgEdgeProgram.ClientOf(agent);
        await Poll.UntilAsync(() => Problem(client).Contains("MB are free", StringComparison.Ordinal), "too little room");
        File.Delete(filler);
        await Poll.UntilAsync(() => IsRecording(client), "recording to begin");
        var samples = Samples(client);
        await Poll.UntilAsync(() => Samples(client) > samples + 10_000, "samples");
        Fill(filler);
        await Poll.UntilAsync(() => Problem(client).Contains("space", StringComparison.OrdinalIgnoreCase), "the disk to fill up");

        samples = Samples(client);
        await Poll.UntilAsync(() => Samples(client) > samples + 5000, "monitoring to go on");
        Assert.False(IsRecording(client));
        File.Delete(filler);
        await Poll.UntilAsync(() => IsRecording(client) && Problem(client).Length == 0, "recording to go on");
        samples = Samples(client);
        await Poll.UntilAsync(() => Samples(client) > samples + 10_000, "more samples");
        await agent.TerminateAsync();

        var segments = new RecordingFolder(disk).Segments();
        Assert.Equal(2, segments.Count);
        Assert.All(segments, s =>
        {
            Assert.True(s.IsComplete, s.Name);
            WfdbRecord.Open(s.Path).VerifyChecksums();
            WfdbAnnotations.Read(s.AnnotationPath);
        });
        var gap = segments[1].FirstIndex - segments[0].FirstIndex - segments[0].Length;
        Assert.True(gap > 5000, $"{gap} samples between them");
        var all = RecordedStretch.Cut(new RecordingFolder(disk), "chest", new TimeRange(segments[0].StartedAt, segments[0].StartedAt.AddHours(23)))!;
        var missing = all.Read().SelectMany(p => p).Index().Where(s => float.IsNaN(s.Item)).Select(s => (long)s.Index).ToList();
        Assert.Equal(Enumerable.Range(0, (int)gap).Select(i => segments[0].Length + i), missing);
        Assert.True(segments.Sum(s => s.Length) > 15_000);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(new byte[1000]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<(bool Done, string Output)> TryAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode == 0, error);
    }

    private static string Problem(HttpClient client) => EcgEdgeProgram.Status(client).GetProperty("recorder").GetProperty("problem").GetString() ?? "";

    private static bool IsRecording(HttpClient client) => EcgEdgeProgram.Status(client).GetProperty("recorder").GetProperty("recording").GetBoolean();

    private static long Samples(HttpClient client) => EcgEdgeProgram.Status(client).GetProperty("channels")[0].GetProperty("samples").GetInt64();
}

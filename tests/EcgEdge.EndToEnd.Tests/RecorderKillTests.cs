using System.Globalization;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>The agent is killed while it records, again and again.</summary>
public sealed class RecorderKillTests : IDisposable
{
    private const int Kills = 5, Speed = 40;

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_but_the_last_second_survives_and_no_sample_is_there_twice()
    {
        var random = new Random(7);
        var promised = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var agent = await StartAsync();
            using var client = EcgEdgeProgram.ClientOf(agent);
            // Longer each time, so that some runs have an annotation or none, a synced second or none.
            await Poll.UntilAsync(() => Samples(client) > 250 * (1 + 15 * kill), "some samples");
            promised.Add(Samples(client));
            // What is promised is a second: this is that second.
            var known = TimeProvider.System.GetTimestamp();
            await Task.Delay(TimeSpan.FromMilliseconds(1000 + random.Next(400)), TestContext.Current.CancellationToken);
            Assert.True(TimeProvider.System.GetElapsedTime(known) >= TimeSpan.FromSeconds(1));
            await agent.DisposeAsync();
        }

        var folder = new RecordingFolder(Path.Combine(_folder.Path, "recordings"));
        Assert.False(folder.Segments()[^1].IsComplete);
        await using (var agent = await StartAsync())
        {
            using var client = EcgEdgeProgram.ClientOf(agent);
            await Poll.UntilAsync(() => Samples(client) > 1000, "samples of the last run");
            await agent.TerminateAsync();
        }

        var segments = folder.Segments();
        Assert.Equal(Kills + 1, segments.Count);
        Assert.Equal(Kills + 1, segments.Select(s => s.Run).Distinct().Count());
        for (var i = 0; i < segments.Count; i++) Check(segments[i], i < Kills ? promised[i] : 1000);
    }

    /// <summary>The heart is known: the recording is it, from its first sample on.</summary>
    private static void Check(SegmentInfo segment, long atLeast)
    {
        Assert.True(segment.IsComplete, segment.Name);
        Assert.Equal(0, segment.FirstIndex);
        Assert.True(segment.Length >= atLeast, $"{segment.Name}: {segment.Length} samples; {atLeast} had been taken a second before");
        var record = WfdbRecord.Open(segment.Path);
        record.VerifyChecksums();
        var heart = new SyntheticHeart(new SyntheticHeartOptions());
        Assert.All(record.ReadDigital(0), sample => Assert.Equal((int)Math.Round(heart.Next() * RecordedSignal.Gain), sample));

        var annotations = WfdbAnnotations.Read(segment.AnnotationPath).Items;
        Assert.Equal(annotations.OrderBy(a => a.Sample), annotations);
        Assert.Equal(annotations.Count(a => a.IsBeat), annotations.Where(a => a.IsBeat).Select(a => a.Sample).Distinct().Count());
        if (segment.Length > 5000) Assert.InRange(annotations.Count(a => a.IsBeat), segment.Length / 250 - 3 * Speed, segment.Length / 100);
    }

    private Task<ChildProcess> StartAsync() => EcgEdgeProgram.StartAsync(
        "run", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Recorder:Enabled", "true", "--Recorder:MinFreeMegabytes", "0",
        "--Channels:0:Name", "chest", "--Channels:0:Source:Kind", "synthetic", "--Channels:0:Source:Speed", Speed.ToString(CultureInfo.InvariantCulture));

    private static long Samples(HttpClient client) =>
        EcgEdgeProgram.Status(client).GetProperty("channels")[0].GetProperty("samples").GetInt64();
}

using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Recordings;

/// <summary>What a killed agent, a power cut and a full disk leave behind.</summary>
public sealed class SegmentRepairTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempDirectory _folder = new();
    private readonly List<(string Record, string? Problem)> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_unfinished_segment_can_be_read_as_far_as_it_goes_and_is_finished_with_the_right_checksum()
    {
        var path = Leave(1001, 3);
        Assert.Equal(1001, WfdbRecord.Open(path).ReadMillivolts(0).Length);
        Assert.Equal(3, WfdbAnnotations.Read(path + ".atr").Items.Count);

        Repair();
        var record = WfdbRecord.Open(path);
        record.VerifyChecksums();
        Assert.Equal((1001, true, "ECG"), (record.Header.Length, record.Signals[0].Checksum is not null, record.Signals[0].Description));
        Assert.Equal(Samples(1001).Select(RecorderRig.Stored), record.ReadMillivolts(0));
        Assert.Equal([(Path.GetFileName(path), null)], _told);
        Repair();
        Assert.Single(_told);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_torn_last_sample_is_cut_off(int bytes)
    {
        var path = Leave(1001, 3);
        File.AppendAllBytes(path + ".dat", new byte[bytes]);
        Repair();
        Assert.Equal(1001 * 3, new FileInfo(path + ".dat").Length);
        WfdbRecord.Open(path).VerifyChecksums();
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(-2, 3)]
    [InlineData(-3, 2)]
    [InlineData(-1000, 0)]
    public void Torn_annotations_are_kept_up_to_the_tear(int change, int kept)
    {
        var path = Leave(1001, 3);
        using (var file = File.Open(path + ".atr", FileMode.Open)) file.SetLength(Math.Max(0, file.Length + change));
        Repair();
        Assert.InRange(WfdbAnnotations.Read(path + ".atr").Items.Count, kept, 3);
    }

    [Fact]
    public void Annotations_beyond_the_last_sample_go()
    {
        var path = Leave(1001, 3);
        using (var file = File.Open(path + ".dat", FileMode.Open)) file.SetLength(3 * 150);
        Repair();
        Assert.Equal([100L], WfdbAnnotations.Read(path + ".atr").Items.Select(a => a.Sample));
        Assert.Equal(150, WfdbRecord.Open(path).FrameCount);
    }

    [Fact]
    public void Zeros_that_a_power_cut_left_end_the_annotations()
    {
        var path = Leave(1001, 3);
        File.AppendAllBytes(path + ".atr", new byte[500]);
        Repair();
        Assert.Equal(3, WfdbAnnotations.Read(path + ".atr").Items.Count);
    }

    [Fact]
    public void Drafts_and_segments_without_samples_go_and_foreign_files_stay()
    {
        var empty = Leave(0, 0);
        File.WriteAllText(empty + ".hea.new", "x");
        File.WriteAllText(_folder["c/notes.txt"], "mine");
        File.WriteAllText(_folder["c/c_20260601T000009Z.dat"], "");
        File.WriteAllText(_folder["c/c_20260601T000010Z.hea"], "not a header of ours");
        Repair();
        Assert.Equal(["c_20260601T000010Z.hea", "notes.txt"], Directory.GetFiles(_folder["c"]).Select(f => Path.GetFileName(f)!).Order());
        Assert.Contains(_told, t => t.Record == "c_20260601T000010Z" && t.Problem!.Contains("c_20260601T000010Z.hea", StringComparison.Ordinal));
    }

    private static float[] Samples(int count) => [.. Enumerable.Range(0, count).Select(i => i % 9 == 4 ? float.NaN : i / 700f)];

    /// <summary>A segment that nobody finished.</summary>
    private string Leave(int samples, int beats)
    {
        using var writer = SegmentWriter.Create(new SegmentInfo(_folder["c/c_20260601T000000Z"], "c", s_start, 250, 0, false, "r", 0));
        writer.Append(Samples(samples));
        for (var i = 1; i <= beats; i++) writer.Annotate(BeatCode.Annotation(100 * i, i == 2 ? "odd" : "PVC", false));
        writer.Flush(toDisk: false);
        return writer.Path;
    }

    private void Repair() => SegmentRepair.Run(_folder["c"], (record, problem) => _told.Add((record, problem)));
}

using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Recordings;

public sealed class ChannelRecorderTests : IDisposable
{
    private const int Rate = 250;
    private static readonly DateTimeOffset s_start = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_567);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Samples_gaps_and_beats_come_back_as_they_were()
    {
        var heart = Heart(60);
        var source = new ScriptedSource(Rate, s_start)
            .Play(heart[..7000]).Play(new float[500], LeadState.PositiveOff).Play(heart[7500..11_000]).Lose(5).Play(heart[11_000..]);
        using var rig = new RecorderRig(_folder.Path, source);
        var segment = Assert.Single(await rig.RunAsync());

        var samples = RecorderRig.Samples(segment);
        Assert.Equal(0, rig.Recorder.Lost);
        Assert.Equal(("chest", s_start, (double)Rate, true, 0L), (segment.Channel, segment.StartedAt, segment.SampleRateHz, segment.IsComplete, segment.FirstIndex));
        Assert.Equal(heart.Length + 5 * Rate, samples.Count);
        foreach (var (index, value) in samples)
            Assert.Equal(source.Expected.TryGetValue(index, out var expected) ? RecorderRig.Stored(expected) : float.NaN, value);

        var header = WfdbHeader.Read(segment.Path);
        Assert.Equal(("05:06:07.123", "04/03/2026", "ECG"), (header.BaseTime, header.BaseDate, header.Signals[0].Description));
        var annotations = WfdbAnnotations.Read(segment.AnnotationPath).Items;
        Assert.True(rig.Beats.Count > 40);
        Assert.Equal(
            rig.Beats.Select(b => BeatCode.Annotation(b.Index, b.Class, b.Anomalous)),
            annotations.Where(a => a.IsBeat));
        Assert.Equal(annotations.OrderBy(a => a.Sample), annotations);
    }

    [Fact]
    public async Task Alerts_stand_at_their_start_and_their_end_in_order_among_the_beats()
    {
        var heart = Heart(60);
        var source = new ScriptedSource(Rate, s_start).Play(heart[..7500]).Play(new float[10 * Rate], LeadState.NegativeOff).Play(heart[7500..]);
        using var rig = new RecorderRig(_folder.Path, source);
        var segment = Assert.Single(await rig.RunAsync());

        var off = Assert.Single(rig.Alerts, a => a.Kind == "signal.leads-off" && a.State == Agent.Alerts.AlertState.Cleared);
        var annotations = WfdbAnnotations.Read(segment.AnnotationPath).Items;
        var notes = annotations.Where(a => a.Code == WfdbCode.Note && a.Auxiliary.Contains(off.Id.ToString(), StringComparison.Ordinal)).ToList();
        Assert.Equal([$"signal.leads-off raised medium {off.Id}", $"signal.leads-off cleared {off.Id}"], notes.Select(n => n.Auxiliary));
        Assert.Equal([off.StartIndex, off.EndIndex!.Value], notes.Select(n => n.Sample));
        Assert.Equal(annotations.OrderBy(a => a.Sample), annotations);
    }

    [Fact]
    public async Task A_recorder_that_falls_behind_loses_samples_counts_them_and_holds_nothing_up()
    {
        var heart = Heart(300);
        using var rig = new RecorderRig(_folder.Path, new ScriptedSource(Rate, s_start).Play(heart), keepsUp: false);
        var segment = Assert.Single(await rig.RunAsync());

        Assert.InRange(rig.Recorder.Lost, 1, heart.Length - 30 * Rate);
        Assert.Equal((rig.Recorder.Lost, heart.Length - rig.Recorder.Lost), (segment.FirstIndex, segment.Length));
        Assert.Equal(s_start.AddSeconds(segment.FirstIndex / (double)Rate), segment.StartedAt);
        Assert.Equal(heart.Skip((int)segment.FirstIndex).Select(RecorderRig.Stored), RecorderRig.Samples(segment).Values);
        var beats = WfdbAnnotations.Read(segment.AnnotationPath).Beats.Select(b => b.Sample + segment.FirstIndex);
        Assert.Equal(rig.Beats.Select(b => b.Index).Where(i => i >= segment.FirstIndex), beats);
    }

    [Fact]
    public async Task A_gap_longer_than_a_segment_is_not_filled()
    {
        var heart = Heart(20);
        var source = new ScriptedSource(Rate, s_start).Play(heart).Lose(3 * 3600).Play(heart);
        using var rig = new RecorderRig(_folder.Path, source);
        var segments = await rig.RunAsync();

        Assert.Equal([3600L * Rate, heart.Length], segments.Select(s => s.Length));
        Assert.Equal(s_start.AddSeconds(20 + 3 * 3600), segments[1].StartedAt);
        Assert.All(RecorderRig.Samples(segments[0]).Skip(heart.Length), s => Assert.True(float.IsNaN(s.Value)));
    }

    [Fact]
    public async Task A_clock_that_is_set_begins_a_segment_and_writes_over_none()
    {
        var heart = Heart(40);
        var source = new ScriptedSource(Rate, s_start).Play(heart[..2500]).SetClock(TimeSpan.FromSeconds(-10)).Play(heart[2500..5000])
            .SetClock(TimeSpan.FromHours(8)).Play(heart[5000..]);
        using var rig = new RecorderRig(_folder.Path, source);
        var segments = await rig.RunAsync();

        Assert.Equal(["chest_20260304T050607Z", "chest_20260304T050607Z_2", "chest_20260304T130617Z"], segments.Select(s => s.Name));
        var all = segments.SelectMany(RecorderRig.Samples).OrderBy(p => p.Key).ToList();
        Assert.Equal(source.Expected.Keys, all.Select(p => p.Key));
        Assert.Equal(source.Expected.Values.Select(RecorderRig.Stored), all.Select(p => p.Value));
    }

    [Fact]
    public async Task An_hour_ends_a_segment_and_nothing_is_lost_or_doubled_at_the_seam()
    {
        const int rate = 100, seconds = 3600 + 600;
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = rate, Seed = 5 }).Record(TimeSpan.FromSeconds(seconds)).Millivolts;
        using var rig = new RecorderRig(_folder.Path, new ScriptedSource(rate, s_start).Play(heart));
        var segments = await rig.RunAsync();

        Assert.Equal([3600L * rate, 600L * rate], segments.Select(s => s.Length));
        Assert.Equal([s_start, s_start.AddHours(1)], segments.Select(s => s.StartedAt));
        Assert.All(segments, s => WfdbRecord.Open(s.Path).VerifyChecksums());
        var whole = RecordedStretch.Cut(rig.Folder, "chest", new TimeRange(s_start, s_start.AddDays(1)))!;
        Assert.Equal(heart.Select(RecorderRig.Stored), whole.Read().SelectMany(p => p));
        Assert.Equal(rig.Beats.Select(b => b.Index), whole.Marks.Where(m => m.Annotation.IsBeat).Select(m => m.Annotation.Sample));
        Assert.True(rig.Beats.Count > 4000);
    }

    [Fact]
    public async Task A_voltage_beyond_the_range_is_the_limit_and_counted()
    {
        using var rig = new RecorderRig(_folder.Path, new ScriptedSource(Rate, s_start).Play([1, 5000, -5000, float.PositiveInfinity, 2]));
        var segment = Assert.Single(await rig.RunAsync());
        const float most = 838.8607f;
        Assert.Equal([1, most, -most, most, 2], RecorderRig.Samples(segment).Values);
        Assert.Equal(3, rig.Recorder.Clipped);
    }

    private static float[] Heart(double seconds) =>
        new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = Rate, Seed = 2 }).Record(TimeSpan.FromSeconds(seconds)).Millivolts;
}

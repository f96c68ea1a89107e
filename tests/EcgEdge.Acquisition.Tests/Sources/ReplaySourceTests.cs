using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Sources;

public class ReplaySourceTests
{
    private static readonly Recording s_ramp = new("ramp", 250, [.. Enumerable.Range(0, 1003).Select(i => (float)i)], []);

    [Fact]
    public void Gives_every_sample_once_and_in_order_as_fast_as_it_is_read()
    {
        using var source = new ReplaySource(s_ramp, new ReplayOptions { Speed = double.PositiveInfinity, BlockSamples = 7 }, new ManualTime());
        Assert.Equal(s_ramp.Millivolts, ReadAll(source).Select(s => s.Value));
        Assert.False(source.Description.IsPaced);
    }

    [Fact]
    public void Begins_again_with_a_gap_of_one_index_at_the_seam()
    {
        using var source = new ReplaySource(s_ramp, new ReplayOptions { Speed = double.PositiveInfinity, Loop = true }, new ManualTime());
        var samples = ReadAll(source, most: 2500);
        Assert.Equal(1002, samples[1002].Index);
        Assert.Equal((1004, 0f), samples[1003]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Gives_a_block_when_its_last_sample_is_due_and_not_before(double speed)
    {
        var time = new ManualTime();
        using var source = new ReplaySource(s_ramp, new ReplayOptions { Speed = speed, BlockSamples = 10 }, time);
        source.Open();
        var block = new SampleBlock(16);
        var blockTime = TimeSpan.FromSeconds(10 / (250 * speed));

        for (var k = 0; k < 5; k++)
        {
            var reading = Task.Run(() => source.Read(block, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            await time.Armed.WaitAsync(TestContext.Current.CancellationToken);
            Assert.False(reading.IsCompleted);
            time.Advance(blockTime);
            Assert.True(await reading);
            Assert.Equal(10 * k, block.FirstIndex);
        }
    }

    [Fact]
    public void A_late_reader_catches_up_because_deadlines_are_absolute()
    {
        var time = new ManualTime();
        using var source = new ReplaySource(s_ramp, new ReplayOptions { BlockSamples = 10 }, time);
        source.Open();
        time.Advance(TimeSpan.FromSeconds(1));
        var block = new SampleBlock(16);
        for (var k = 0; k < 25; k++) Assert.True(source.Read(block, TestContext.Current.CancellationToken));
        Assert.Equal(240, block.FirstIndex);
        Assert.Equal(time.Origin.AddSeconds(0.96), block.At);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        var time = new ManualTime();
        using var source = new ReplaySource(s_ramp, new ReplayOptions(), time);
        source.Open();
        using var cancel = new CancellationTokenSource();
        var reading = Task.Run(() => source.Read(new SampleBlock(16), cancel.Token), TestContext.Current.CancellationToken);
        await time.Armed.WaitAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void A_fast_replay_is_dated_so_that_it_never_reaches_into_the_future()
    {
        var time = new ManualTime();
        using var source = new ReplaySource(s_ramp, new ReplayOptions { Speed = double.PositiveInfinity }, time);
        source.Open();
        var block = new SampleBlock(16);
        DateTimeOffset last = default;
        while (source.Read(block, TestContext.Current.CancellationToken)) last = block.At.AddSeconds(block.Count / 250.0);
        Assert.Equal(time.GetUtcNow(), last, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Beats_are_laid_end_to_end_with_their_labels_beside_them()
    {
        Ecg5000Beat[] beats = [.. Enumerable.Range(1, 5).Select(k => new Ecg5000Beat(k, k, [.. Enumerable.Repeat((float)k, 140)]))];
        var recording = BeatTrain.Lay(beats, BeatOrder.File, 0, "five");

        Assert.Equal(700, recording.Millivolts.Length);
        Assert.Equal([0L, 140, 280, 420, 560], recording.Beats.Select(b => b.Index));
        Assert.Equal(Ecg5000File.ClassNames, recording.Beats.Select(b => b.Label));
        Assert.Equal(5 * BeatTrain.MillivoltsPerUnit, recording.Millivolts[699]);
    }

    [Fact]
    public void Episodes_hold_the_same_beats_in_another_order_that_the_seed_fixes()
    {
        Ecg5000Beat[] beats = [.. Enumerable.Range(0, 400).Select(k => new Ecg5000Beat(k, k < 250 ? 1 : 2, [.. Enumerable.Repeat((float)k, 140)]))];
        var one = BeatTrain.Lay(beats, BeatOrder.Episodes, 7, "x");
        var same = BeatTrain.Lay(beats, BeatOrder.Episodes, 7, "x");
        var other = BeatTrain.Lay(beats, BeatOrder.Episodes, 8, "x");

        Assert.Equal(one.Millivolts, same.Millivolts);
        Assert.NotEqual(one.Millivolts, other.Millivolts);
        Assert.Equal(beats.Select(b => b.Samples[0]), one.Millivolts.Where((_, i) => i % 140 == 0).Select(v => v / BeatTrain.MillivoltsPerUnit).Order());
        Assert.Contains("R-on-T PVC", one.Beats.Take(100).Select(b => b.Label));
    }

    private static List<(long Index, float Value)> ReadAll(ReplaySource source, int most = int.MaxValue)
    {
        source.Open();
        var samples = new List<(long, float)>();
        var block = new SampleBlock(64);
        while (samples.Count < most && source.Read(block, TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < block.Count; i++) samples.Add((block.FirstIndex + i, block.Millivolts[i]));
        }

        return samples;
    }
}

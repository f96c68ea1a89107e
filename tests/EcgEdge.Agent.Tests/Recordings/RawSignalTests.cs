using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Tests.Recordings;

public sealed class RawSignalTests
{
    private readonly SampleBlock _block = new(8);

    [Fact]
    public void Runs_are_read_up_to_a_jump_and_samples_without_contact_have_no_value()
    {
        var raw = new RawSignal(250, blockCapacity: 8);
        Append(raw, 0, 4);
        _block.Leads[1] = LeadState.PositiveOff;
        Append(raw, 4, 3);
        Append(raw, 100, 2);

        var target = new float[16];
        var cursor = 0L;
        Assert.Equal(7, raw.Read(ref cursor, target, out var first, out var lost));
        Assert.Equal((0, 0), (first, lost));
        Assert.Equal([0, 1, 2, 3, 4, float.NaN, 6], target[..7]);
        Assert.Equal(2, raw.Read(ref cursor, target, out first, out _));
        Assert.Equal((100, 100f), (first, target[0]));
        Assert.Equal(0, raw.Read(ref cursor, target, out _, out _));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), raw.TimeOf(250));
    }

    [Fact]
    public void A_reader_that_falls_behind_is_told_what_it_lost()
    {
        var raw = new RawSignal(250, blockCapacity: 8);
        var blocks = raw.Capacity / 8 + 10;
        for (var i = 0; i < blocks; i++) Append(raw, 8 * i, 8);

        var cursor = 0L;
        raw.Read(ref cursor, new float[4], out var first, out var lost);
        Assert.Equal(8L * blocks - raw.Capacity, lost);
        Assert.Equal(lost, first);
    }

    [Fact]
    public void What_is_read_beside_the_writer_is_what_was_written()
    {
        var raw = new RawSignal(250, blockCapacity: 8);
        const int blocks = 400_000;
        var writer = new Thread(() =>
        {
            for (var i = 0; i < blocks; i++) Append(raw, 8L * i, 8);
        });
        writer.Start();
        var target = new float[64];
        long cursor = 0, read = 0, missed = 0;
        while (cursor < 8L * blocks)
        {
            var count = raw.Read(ref cursor, target, out var first, out var lost);
            for (var i = 0; i < count; i++) Assert.Equal((first + i) % 1_000_000, target[i]);
            read += count;
            missed += lost;
        }

        writer.Join();
        Assert.Equal(8L * blocks, read + missed);
        Assert.True(read > 0);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var raw = new RawSignal(250, blockCapacity: 8);
        Append(raw, 0, 8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 10_000; i++) Append(raw, 8 * i, 8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Append(RawSignal raw, long first, int count)
    {
        (_block.FirstIndex, _block.Count) = (first, count);
        _block.At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(first / 250.0);
        for (var i = 0; i < count; i++) _block.Millivolts[i] = (first + i) % 1_000_000;
        raw.Append(_block);
    }
}

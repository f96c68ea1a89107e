using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Pipeline;

public class LiveSignalTests
{
    [Fact]
    public void A_reader_gets_every_sample_once()
    {
        var signal = new LiveSignal(250, 4);
        var target = new float[100];
        long cursor = 0;
        for (var i = 0; i < 250; i++) signal.Append(i, i);

        Assert.Equal(100, signal.Read(ref cursor, target, out var first));
        Assert.Equal((0L, 99f), (first, target[99]));
        Assert.Equal(100, signal.Read(ref cursor, target, out _));
        Assert.Equal(50, signal.Read(ref cursor, target, out _));
        Assert.Equal(0, signal.Read(ref cursor, target, out _));
    }

    [Fact]
    public void A_gap_ends_one_run_and_begins_the_next()
    {
        var signal = new LiveSignal(250, 4);
        for (var i = 0; i < 10; i++) signal.Append(i, i);
        for (var i = 15; i < 20; i++) signal.Append(i, i);
        var target = new float[100];
        long cursor = 0;
        Assert.Equal(10, signal.Read(ref cursor, target, out _));
        Assert.Equal(5, signal.Read(ref cursor, target, out var first));
        Assert.Equal(15, first);
        Assert.Equal([8f, 9f, float.NaN, float.NaN], signal.Copy(8, 12));
    }

    [Fact]
    public void A_reader_that_was_overtaken_goes_on_with_what_is_left()
    {
        var signal = new LiveSignal(250, 4);
        for (var i = 0; i < 10_000; i++) signal.Append(i, i);
        var target = new float[10];
        long cursor = 0;
        Assert.Equal(10, signal.Read(ref cursor, target, out var first));
        Assert.Equal(first, (long)target[0]);
        Assert.True(first > 8900);
    }

    [Fact]
    public async Task A_reader_beside_a_fast_writer_never_sees_a_sample_under_another_index()
    {
        var signal = new LiveSignal(250, 16);
        var cancellation = TestContext.Current.CancellationToken;
        const int enough = 100_000;
        long cursor = 0, seen = 0;
        var writing = Task.Run(() =>
        {
            // The writer goes on until the reader has seen enough beside it, however seldom either is given the processor.
            for (var i = 0L; Volatile.Read(ref seen) < enough; i++) signal.Append(i, i % 65536);
        }, cancellation);

        var target = new float[64];
        while (seen < enough)
        {
            var count = signal.Read(ref cursor, target, out var first);
            for (var i = 0; i < count; i++) Assert.Equal((first + i) % 65536, target[i]);
            Volatile.Write(ref seen, seen + count);
        }

        await writing.Within("the writer to end");
    }

    [Fact]
    public void Ties_indices_to_wall_time()
    {
        var signal = new LiveSignal(250, 4);
        var at = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        signal.SetTime(1000, at);
        Assert.Equal(at.AddSeconds(1), signal.TimeOf(1250));
        Assert.Equal(at.AddSeconds(-4), signal.TimeOf(0));
    }
}

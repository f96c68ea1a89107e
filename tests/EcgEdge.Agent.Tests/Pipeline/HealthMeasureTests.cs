using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Pipeline;

/// <summary>What health is measured by.</summary>
public sealed class HealthMeasureTests
{
    [Fact]
    public void Percentiles_are_right_to_a_class_and_of_what_was_added_since()
    {
        var histogram = new DurationHistogram();
        var before = histogram.Snapshot();
        Assert.Null(DurationHistogram.Percentiles(before, histogram.Snapshot(), 0.5));
        for (var n = 1; n <= 1000; n++) histogram.Add(TimeSpan.FromMicroseconds(n));
        var middle = histogram.Snapshot();
        var percentiles = DurationHistogram.Percentiles(before, middle, 0.5, 0.99)!;
        Assert.InRange(percentiles[0], 500 / 1.1, 500 * 1.1);
        Assert.InRange(percentiles[1], 990 / 1.1, 990 * 1.1);

        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromHours(1));
        var extremes = DurationHistogram.Percentiles(middle, histogram.Snapshot(), 0.5, 1)!;
        Assert.InRange(extremes[0], 1, 1.1);
        Assert.InRange(extremes[1], 900_000, 1_100_000);
    }

    [Fact]
    public void Nothing_is_allocated_by_measuring()
    {
        var histogram = new DurationHistogram();
        var jitter = new ArrivalJitter(250);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 1000; n++)
        {
            histogram.Add(TimeSpan.FromMicroseconds(n));
            jitter.Take(n);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Jitter_is_what_blocks_come_late_and_begins_anew_with_every_reading()
    {
        var jitter = new ArrivalJitter(250);
        Assert.Null(jitter.ReadMs());
        // Blocks of four seconds all at once: each is that much earlier than the one before.
        foreach (var end in (long[])[1000, 2000, 3000]) jitter.Take(end);
        Assert.InRange(jitter.ReadMs()!.Value, 7900, 8100);
        Assert.Null(jitter.ReadMs());
        jitter.Take(4000);
        Assert.InRange(jitter.ReadMs()!.Value, 0, 100);
    }
}

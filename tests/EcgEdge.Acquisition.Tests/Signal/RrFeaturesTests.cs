using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Acquisition.Tests.Signal;

public class RrFeaturesTests
{
    [Fact]
    public void Hand_worked_numbers_around_a_premature_beat()
    {
        var tracker = new RrFeaturesTracker();
        for (var i = 0; i < 10; i++) tracker.Add(0.8, true);
        tracker.Add(0.5, true);

        // The premature beat as it comes, before its pause is known.
        var early = tracker.Latest;
        Assert.Null(early.NextSeconds);
        Assert.Null(early.NextRatio);
        Assert.Equal(0.5, early.PreviousSeconds);
        Assert.Equal(0.8, early.MedianSeconds);
        Assert.Equal(0.625, early.PreviousRatio!.Value, 9);
        Assert.Equal(0.625, early.PreviousChange!.Value, 9);
        Assert.Equal(0.375, early.Prematurity!.Value, 9);
        // The last eight intervals: seven of 0.8 and one of 0.5, so six differences of 0 and one of 0.3.
        Assert.Equal(Math.Sqrt(0.09 / 7) / 0.8, early.LocalVariability!.Value, 9);

        var completed = tracker.Add(1.2, true);
        Assert.Equal(1.2, completed.NextSeconds);
        Assert.Equal(1.5, completed.NextRatio!.Value, 9);
        Assert.Equal(early, completed with { NextSeconds = null, NextRatio = null });

        // The beat after the pause is late, and late is not premature.
        Assert.Equal(1.5, tracker.Latest.PreviousRatio!.Value, 9);
        Assert.Equal(2.4, tracker.Latest.PreviousChange!.Value, 9);
        Assert.Equal(0, tracker.Latest.Prematurity);
    }

    [Fact]
    public void Unknown_features_are_null_at_the_start()
    {
        var tracker = new RrFeaturesTracker();
        Assert.Equal(default, tracker.Latest);
        var first = tracker.Add(0.8, true);
        Assert.Equal(default(RrFeatures) with { NextSeconds = 0.8 }, first);
        Assert.Equal(default(RrFeatures) with { PreviousSeconds = 0.8 }, tracker.Latest);
        for (var i = 0; i < 7; i++) tracker.Add(0.8, true);
        Assert.Null(tracker.Latest.MedianSeconds);
        Assert.Null(tracker.Latest.LocalVariability);
        tracker.Add(0.8, true);
        Assert.Equal(0.8, tracker.Latest.MedianSeconds);
        Assert.Equal(0, tracker.Latest.LocalVariability);
    }

    [Fact]
    public void The_median_spans_the_last_32_good_intervals_before_the_beat()
    {
        var random = new Random(7);
        var tracker = new RrFeaturesTracker();
        var good = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var rr = 0.4 + random.NextDouble();
            var isGood = random.Next(4) != 0;
            var before = good.TakeLast(32).Order().ToList();
            tracker.Add(rr, isGood);
            if (before.Count < 8) Assert.Null(tracker.Latest.MedianSeconds);
            else Assert.Equal((before[(before.Count - 1) / 2] + before[before.Count / 2]) / 2, tracker.Latest.MedianSeconds!.Value, 9);
            if (isGood) good.Add(rr);
        }
    }

    [Fact]
    public void A_gap_parts_the_beats_but_keeps_the_median()
    {
        var tracker = new RrFeaturesTracker();
        for (var i = 0; i < 12; i++) tracker.Add(0.8, true);
        tracker.Break();
        var first = tracker.Add(0.6, true);
        Assert.Null(first.PreviousSeconds);
        Assert.Null(first.PreviousRatio);
        Assert.Null(first.Prematurity);
        Assert.Null(first.LocalVariability);
        Assert.Equal(0.75, first.NextRatio!.Value, 9);

        Assert.Equal(0.75, tracker.Latest.PreviousRatio!.Value, 9);
        Assert.Null(tracker.Latest.PreviousChange);
        for (var i = 0; i < 2; i++) tracker.Add(0.6, true);
        Assert.Null(tracker.Latest.LocalVariability);
        tracker.Add(0.6, true);
        Assert.Equal(0, tracker.Latest.LocalVariability);

        tracker.Reset();
        Assert.Equal(default, tracker.Latest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_interval_that_cannot_be_is_refused(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RrFeaturesTracker().Add(seconds, true));

    [Fact]
    public void Adding_allocates_nothing()
    {
        var tracker = new RrFeaturesTracker();
        for (var i = 0; i < 50; i++) tracker.Add(0.8, true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0.0;
        for (var i = 0; i < 1000; i++) sum += tracker.Add(0.7 + 0.001 * (i % 9), true).PreviousRatio!.Value;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(sum, 800, 1200);
    }
}

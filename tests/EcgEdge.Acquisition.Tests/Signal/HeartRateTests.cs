using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Acquisition.Tests.Signal;

public class HeartRateTests
{
    [Fact]
    public void Is_unknown_until_four_intervals_and_after_a_gap()
    {
        var rate = new HeartRate();
        for (var i = 0; i < 3; i++)
        {
            rate.Add(0.8);
            Assert.Null(rate.BeatsPerMinute);
        }

        rate.Add(0.8);
        Assert.Equal(75, rate.BeatsPerMinute!.Value, 6);
        rate.Reset();
        Assert.Null(rate.BeatsPerMinute);
    }

    [Fact]
    public void Leaves_out_the_smallest_and_the_largest_of_the_last_twelve()
    {
        var rate = new HeartRate();
        rate.Add(5);
        for (var i = 0; i < 10; i++) rate.Add(1);
        rate.Add(0.3);
        rate.Add(1.7);
        Assert.Equal(60, rate.BeatsPerMinute!.Value, 6);
    }

    [Fact]
    public void Follows_a_slow_heart_with_the_last_four()
    {
        var rate = new HeartRate();
        for (var i = 0; i < 12; i++) rate.Add(0.5);
        rate.Add(1.5);
        rate.Add(1.5);
        rate.Add(1.5);
        Assert.Equal(60 / ((0.5 + 3 * 1.5) / 4), rate.BeatsPerMinute!.Value, 6);
    }
}

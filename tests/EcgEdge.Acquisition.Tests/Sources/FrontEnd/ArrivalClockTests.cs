using EcgEdge.Acquisition.Sources.FrontEnd;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

public class ArrivalClockTests
{
    private const double RateHz = 250;

    [Theory]
    [InlineData(0)]
    [InlineData(0.03)]
    [InlineData(-0.03)]
    [InlineData(0.0001)]
    public void Rate_and_times_are_found_through_jittery_transport(double drift)
    {
        var time = new ManualTime();
        var clock = new ArrivalClock(RateHz, time);
        var random = new Random(3);
        var trueRate = RateHz * (1 + drift);
        clock.Arrived(0, 0);
        for (long end = 10; end < 120 * RateHz; end += 10)
        {
            // USB at its worst: 1 ms always, mostly a little more, now and then 40 ms.
            var delay = 0.001 - 0.002 * Math.Log(1 - random.NextDouble()) + (random.Next(50) == 0 ? 0.04 : 0);
            clock.Arrived(end, TimeSpan.FromSeconds(end / trueRate + delay).Ticks);
        }

        Assert.Equal(trueRate, clock.MeasuredRateHz, trueRate * 5e-5);
        Assert.InRange(clock.JitterMilliseconds, 2, 60);
        foreach (var at in (double[])[60, 100, 119])
        {
            var index = (long)(at * trueRate);
            Assert.Equal(at, new TimeSpan(clock.TimestampOf(index)).TotalSeconds, 0.004);
            Assert.Equal(index, clock.IndexAt(TimeSpan.FromSeconds(at).Ticks), 1.5);
        }
    }

    [Fact]
    public void Nothing_is_said_of_the_rate_before_enough_is_known()
    {
        var clock = new ArrivalClock(RateHz, new ManualTime());
        for (long end = 0; end < 3 * RateHz; end += 10) clock.Arrived(end, TimeSpan.FromSeconds(end / RateHz).Ticks);
        Assert.True(double.IsNaN(clock.MeasuredRateHz));
    }
}

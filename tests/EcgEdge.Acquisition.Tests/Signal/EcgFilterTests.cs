using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Acquisition.Tests.Signal;

public class EcgFilterTests
{
    [Theory]
    [InlineData(99.9)]
    [InlineData(2001)]
    [InlineData(double.NaN)]
    public void Refuses_a_rate_it_cannot_be_designed_for(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EcgFilter(rate));

    [Theory]
    [InlineData(128, 50)]
    [InlineData(250, 50)]
    [InlineData(250, 60)]
    [InlineData(360, 60)]
    [InlineData(1000, 50)]
    [InlineData(2000, 50)]
    public void Passes_the_ecg_band_and_stops_baseline_and_mains(double rate, double mains)
    {
        Assert.InRange(Gain(rate, mains, 5), 0.95, 1.05);
        Assert.InRange(Gain(rate, mains, 15), 0.93, 1.05);
        Assert.InRange(Gain(rate, mains, 0.05), 0, 0.03);
        Assert.InRange(Gain(rate, mains, mains), 0, 0.01);
    }

    [Theory]
    [InlineData(125)]
    [InlineData(250)]
    [InlineData(1000)]
    public void Delay_is_the_delay_of_a_narrow_pulse(double rate)
    {
        var filter = new EcgFilter(rate);
        var at = (int)rate;
        var best = Enumerable.Range(0, 2 * at)
            .Select(n => (n, y: filter.Process((float)Math.Exp(-Math.Pow((n - at) / (0.012 * rate), 2)))))
            .MaxBy(p => p.y).n;
        Assert.InRange(best - at - filter.Delay, -0.004 * rate - 1, 0.004 * rate + 1);
    }

    [Fact]
    public void Starts_without_a_step_whatever_the_offset()
    {
        var filter = new EcgFilter(250);
        for (var n = 0; n < 500; n++) Assert.InRange(filter.Process(300f), -1e-3f, 1e-3f);
        filter.Reset();
        for (var n = 0; n < 500; n++) Assert.InRange(filter.Process(-5f), -1e-3f, 1e-3f);
    }

    private static double Gain(double rate, double mains, double frequency)
    {
        var filter = new EcgFilter(rate, mains);
        double settle = 20 * rate, squares = 0;
        // Whole periods, so that the mean square is that of the sine.
        var length = (int)Math.Round(Math.Max(1, Math.Ceiling(2 * frequency)) * Math.Max(1, 1 / frequency) * rate);
        for (var n = 0; n < settle + length; n++)
        {
            var y = filter.Process((float)Math.Sin(2 * Math.PI * frequency * n / rate));
            if (n >= settle) squares += y * y;
        }

        return Math.Sqrt(2 * squares / length);
    }
}

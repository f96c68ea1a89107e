using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Signal;

public class EcgFilterTests
{
    [Theory]
    [InlineData(99.9)]
    [InlineData(2001)]
    [InlineData(double.NaN)]
    public void Refuses_a_rate_it_cannot_be_designed_for(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EcgFilter(rate, 50));

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
        var filter = new EcgFilter(rate, 50);
        var at = (int)rate;
        var best = Enumerable.Range(0, 2 * at)
            .Select(n => (n, y: filter.Process((float)Math.Exp(-Math.Pow((n - at) / (0.012 * rate), 2)))))
            .MaxBy(p => p.y).n;
        Assert.InRange(best - at - filter.Delay, -0.004 * rate - 1, 0.004 * rate + 1);
    }

    [Fact]
    public void Starts_without_a_step_whatever_the_offset()
    {
        var filter = new EcgFilter(250, 50);
        for (var n = 0; n < 500; n++) Assert.InRange(filter.Process(300f), -1e-3f, 1e-3f);
        filter.Reset();
        for (var n = 0; n < 500; n++) Assert.InRange(filter.Process(-5f), -1e-3f, 1e-3f);
    }

    [Theory]
    [InlineData(500, 0.1, 0.85, 1.05)]
    [InlineData(500, 0.5, 0.98, 1.02)]
    [InlineData(500, 100, 0.93, 1.07)]
    [InlineData(1000, 140, 0.6, 1.0)]
    [InlineData(1000, 250, 0, 0.05)]
    [InlineData(250, 100, 0.9, 1.1)]
    [InlineData(500, 0.005, 0, 0.03)]
    public void The_diagnostic_band_reaches_from_a_twentieth_to_150_Hz(double rate, double frequency, double least, double most) =>
        Assert.InRange(Gain(rate, 50, frequency, FilterBand.Diagnostic), least, most);

    [Theory]
    [InlineData(250, 60, 0.02, 60)]
    [InlineData(250, 60.4, 0.02, 60)]
    [InlineData(360, 60, 0.3, 60)]
    [InlineData(1000, 49.7, 0.02, 50)]
    [InlineData(500, 60, 0, 50)]
    [InlineData(100, 60, 0.1, 50)]
    public void Mains_is_detected_within_seconds(double rate, double humHz, double millivolts, int expected)
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = rate, MainsHz = humHz, MainsMillivolts = millivolts })
            .Record(TimeSpan.FromSeconds(8));
        var filter = new EcgFilter(rate, mainsHz: null);
        foreach (var value in heart.Millivolts) filter.Process(value + 250);
        Assert.Equal(expected, filter.MainsHz);
    }

    [Fact]
    public void A_chosen_mains_frequency_stays()
    {
        var filter = new EcgFilter(250, 50);
        for (var n = 0; n < 5000; n++) filter.Process((float)Math.Sin(2 * Math.PI * 60 * n / 250));
        Assert.Equal(50, filter.MainsHz);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(360)]
    [InlineData(2000)]
    public void After_a_gap_the_output_is_settled_within_half_a_second_wherever_in_a_beat_it_resumes(double rate)
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = rate, MainsMillivolts = 0, NoiseMillivolts = 0, WanderMillivolts = 0 })
            .Record(TimeSpan.FromSeconds(20));
        var peak = heart.Beats.First(b => b.Index > 10 * rate).Index;
        var whole = new EcgFilter(rate, 50);
        float[] expected = [.. heart.Millivolts.Select(whole.Process)];
        var resumed = new EcgFilter(rate, 50);
        for (var phase = -0.3; phase < 0.6; phase += 0.02)
        {
            resumed.Reset();
            var from = (int)(peak + phase * rate);
            for (var n = from; n < from + 3 * rate; n++)
            {
                // The offset of the electrodes is another one after the gap.
                var y = resumed.Process(heart.Millivolts[n] + 120);
                if (n - from > 0.5 * rate) Assert.Equal(expected[n], y, 0.1);
            }
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-300)]
    public void A_step_of_the_offset_is_gone_after_four_tenths_of_a_second(float step)
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { WanderMillivolts = 0 }).Record(TimeSpan.FromSeconds(20));
        var filter = new EcgFilter(250, 50);
        for (var n = 0; n < 5000; n++)
        {
            var y = filter.Process(heart.Millivolts[n] + (n < 2500 ? 0 : step));
            if (n > 2600) Assert.InRange(y, -2f, 2f);
        }
    }

    [Fact]
    public void Absurd_values_are_forgotten()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions()).Record(TimeSpan.FromSeconds(20));
        var filter = new EcgFilter(250, 50);
        for (var n = 0; n < 5000; n++)
        {
            var y = filter.Process(n is >= 2500 and < 2550 ? float.MaxValue * (n % 2 == 0 ? 1 : -1) : heart.Millivolts[n]);
            Assert.True(float.IsFinite(y));
            if (n > 3000) Assert.InRange(y, -2f, 2f);
        }
    }

    [Fact]
    public void Silence_ends_in_zeros_and_not_in_denormal_numbers()
    {
        var filter = new EcgFilter(250, 50, FilterBand.Monitor);
        for (var n = 0; n < 1000; n++) filter.Process((float)Math.Sin(n * 0.3));
        for (var n = 0; n < 250 * 600; n++)
        {
            var y = filter.Process(0);
            Assert.False(float.IsSubnormal(y));
            if (n > 250 * 300) Assert.Equal(0, y);
        }
    }

    private static double Gain(double rate, double mains, double frequency, FilterBand band = FilterBand.Monitor)
    {
        var filter = new EcgFilter(rate, mains, band);
        double settle = (band == FilterBand.Diagnostic ? 200 : 20) * rate, squares = 0;
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

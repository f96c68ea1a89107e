using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Acquisition.Tests.Signal;

public class HeartRateVariabilityTests
{
    [Fact]
    public void Hand_worked_numbers()
    {
        // Intervals 0.80, 0.86, 0.80, 0.86, ... : every difference is 60 ms. Of 31 intervals 16 are 0.80 and 15 are 0.86 s: mean
        // 25.7 / 31 = 0.829032 s, squares 16 (0.029032)² + 15 (0.030968)² = 0.027871, SDNN = sqrt(0.027871 / 30) = 30.480 ms.
        var variability = new HeartRateVariability(30);
        var time = 100.0;
        variability.AddBeat(time, true);
        for (var i = 0; i < 31; i++) variability.AddBeat(time += i % 2 == 0 ? 0.80 : 0.86, true);

        var values = variability.Measure()!.Value;
        Assert.Equal(31, values.Intervals);
        Assert.Equal(25.7, values.CoveredSeconds, 6);
        Assert.Equal(829.032, values.MeanNnMs, 1e-3);
        Assert.Equal(30.480, values.SdnnMs, 1e-3);
        Assert.Equal(60, values.RmssdMs!.Value, 6);
        Assert.Equal(100, values.Pnn50Percent!.Value, 6);
    }

    [Fact]
    public void A_difference_counts_for_pNN50_only_above_50_ms()
    {
        // Differences repeat +40, +20, -60 ms: one in three exceeds 50 ms; mean square (1600 + 400 + 3600) / 3.
        var variability = new HeartRateVariability(60);
        var time = 0.0;
        variability.AddBeat(time, true);
        for (var i = 0; i < 61; i++) variability.AddBeat(time += (i % 3) switch { 0 => 0.80, 1 => 0.84, _ => 0.86 }, true);
        var values = variability.Measure()!.Value;
        Assert.Equal(100.0 / 3, values.Pnn50Percent!.Value, 6);
        Assert.Equal(Math.Sqrt(5600.0 / 3), values.RmssdMs!.Value, 6);
    }

    [Fact]
    public void Nothing_is_told_until_half_the_window_is_covered()
    {
        var variability = new HeartRateVariability(40);
        for (var i = 0; i < 20; i++)
        {
            variability.AddBeat(i, true);
            Assert.Null(variability.Measure());
        }

        variability.AddBeat(20, true);
        var values = variability.Measure()!.Value;
        Assert.Equal(20, values.CoveredSeconds, 9);
        Assert.Equal(0, values.SdnnMs, 9);
        // 19 differences are fewer than the 30 from which these are told.
        Assert.Null(values.RmssdMs);
        Assert.Null(values.Pnn50Percent);
    }

    [Fact]
    public void An_ectopic_beat_takes_both_of_its_intervals_out_and_nothing_is_joined_across_it()
    {
        var variability = new HeartRateVariability(60);
        var time = 0.0;
        variability.AddBeat(time, true);
        for (var i = 0; i < 40; i++) variability.AddBeat(time += 0.8, true);
        variability.AddBeat(time += 0.5, false);
        variability.AddBeat(time += 1.1, true);
        // From here on 0.9 s: the change of 0.1 s lies across the ectopic beat and is no difference.
        for (var i = 0; i < 20; i++) variability.AddBeat(time += 0.9, true);

        var values = variability.Measure()!.Value;
        Assert.Equal(60, values.Intervals);
        Assert.Equal(50, values.CoveredSeconds, 6);
        Assert.Equal(0, values.RmssdMs!.Value, 6);
        Assert.Equal(0, values.Pnn50Percent!.Value, 6);
    }

    [Fact]
    public void Nothing_is_joined_across_a_gap_or_a_missed_beat()
    {
        var variability = new HeartRateVariability(60);
        var time = 0.0;
        variability.AddBeat(time, true);
        for (var i = 0; i < 20; i++) variability.AddBeat(time += 1, true);
        variability.Break();
        variability.AddBeat(time += 1.5, true);
        for (var i = 0; i < 15; i++) variability.AddBeat(time += 1.2, true);
        // Longer than any NN interval: a beat was missed.
        variability.AddBeat(time += 2.5, true);
        for (var i = 0; i < 10; i++) variability.AddBeat(time += 1, true);

        var values = variability.Measure()!.Value;
        Assert.Equal(45, values.Intervals);
        Assert.Equal(48, values.CoveredSeconds, 6);
        Assert.Equal(0, values.RmssdMs!.Value, 6);
    }

    [Fact]
    public void Intervals_leave_the_window_even_while_no_new_ones_come()
    {
        var variability = new HeartRateVariability(30);
        for (var i = 0; i <= 25; i++) variability.AddBeat(i, true);
        Assert.NotNull(variability.Measure());
        variability.AddBeat(42, false);
        Assert.Null(variability.Measure());
    }

    [Fact]
    public void A_long_run_equals_a_fresh_computation_over_the_window()
    {
        var random = new Random(4);
        var variability = new HeartRateVariability();
        var beats = new List<(double At, bool Normal)>();
        var time = 0.0;
        for (var i = 0; i < 5000; i++)
        {
            beats.Add((time += 0.6 + 0.4 * random.NextDouble(), random.Next(20) != 0));
            variability.AddBeat(beats[^1].At, beats[^1].Normal);
        }

        var pairs = beats.Zip(beats.Skip(1), (a, b) => (Nn: a.Normal && b.Normal, b.At, Length: b.At - a.At)).Where(p => p.At > time - 300).ToList();
        var lengths = pairs.Where(p => p.Nn).Select(p => p.Length).ToList();
        var differences = pairs.Zip(pairs.Skip(1)).Where(p => p.First.Nn && p.Second.Nn).Select(p => p.Second.Length - p.First.Length).ToList();
        var values = variability.Measure()!.Value;
        Assert.Equal(lengths.Count, values.Intervals);
        Assert.Equal(1000 * Math.Sqrt(lengths.Sum(l => Math.Pow(l - lengths.Average(), 2)) / (lengths.Count - 1)), values.SdnnMs, 6);
        Assert.Equal(1000 * Math.Sqrt(differences.Average(d => d * d)), values.RmssdMs!.Value, 6);
        Assert.Equal(100.0 * differences.Count(d => Math.Abs(d) > 0.05) / differences.Count, values.Pnn50Percent!.Value, 6);
    }

    [Fact]
    public void Adding_and_measuring_allocate_nothing()
    {
        var variability = new HeartRateVariability();
        variability.AddBeat(0, true);
        variability.Measure();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var measured = 0;
        for (var i = 1; i < 1000; i++)
        {
            variability.AddBeat(i, true);
            if (variability.Measure() is not null) measured++;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(850, measured);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void An_absurd_window_is_refused(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeartRateVariability(seconds));
}

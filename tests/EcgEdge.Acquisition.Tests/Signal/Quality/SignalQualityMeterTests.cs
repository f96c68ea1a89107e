using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Signal.Quality;

public class SignalQualityMeterTests
{
    private static readonly SyntheticHeartOptions s_clean = new()
    {
        NoiseMillivolts = 0.004,
        MainsMillivolts = 0,
        EctopicProbability = 0,
        BigeminyProbability = 0,
        Seed = 6,
    };

    private static Recording Heart(double rate = 250, double seconds = 60, SyntheticHeartOptions? options = null) =>
        new SyntheticHeart((options ?? s_clean) with { SampleRateHz = rate }).Record(TimeSpan.FromSeconds(seconds));

    private static QualityRun Measure(Recording heart, Func<int, double>? disturbance = null)
    {
        var signal = heart.Millivolts.Select((v, n) => (float)(v + (disturbance?.Invoke(n) ?? 0))).ToArray();
        return QualityRun.Over(signal, heart.SampleRateHz, [.. heart.Beats.Select(b => b.Index)]);
    }

    private static Func<int, double> White(double deviation)
    {
        var random = new Random(9);
        return _ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static Func<int, double> Tone(double hz, double amplitude) => n => amplitude * Math.Sin(2 * Math.PI * hz * n / 250);

    /// <summary>The level jumps to a new random place a few times a second.</summary>
    private static Func<int, double> Steps(double deviation)
    {
        var (gauss, random, level) = (White(deviation), new Random(3), 0.0);
        return n => level = random.Next(100) == 0 ? gauss(n) : level;
    }

    [Theory]
    [InlineData(100)]
    [InlineData(125)]
    [InlineData(250)]
    [InlineData(360)]
    [InlineData(1000)]
    [InlineData(2000)]
    public void A_clean_signal_is_good_at_any_rate(double rate)
    {
        var run = Measure(Heart(rate));
        Assert.InRange(run.Beats.Min(b => b.Value), 0.7, 1);
        Assert.InRange(run.MeanBeat, 0.9, 1);
        Assert.InRange(run.MeanSecond, 0.85, 1);
        Assert.All(run.Beats, b => Assert.Equal(QualityReason.None, b.Reasons));
    }

    [Theory]
    [InlineData("white", QualityReason.MuscleNoise, 0.6)]
    [InlineData("mains", QualityReason.MainsHum, 1.5)]
    [InlineData("wander", QualityReason.BaselineWander, 3)]
    [InlineData("steps", QualityReason.ElectrodeMotion, 2)]
    public void More_noise_means_less_quality_and_its_kind_is_named(string kind, QualityReason reason, double worst)
    {
        var heart = Heart();
        var before = Measure(heart);
        foreach (var part in (double[])[1.0 / 16, 0.25, 1])
        {
            var level = part * worst;
            var run = Measure(heart, kind switch
            {
                "white" => White(level),
                "mains" => Tone(50, level),
                "wander" => Tone(0.25, level),
                _ => Steps(level),
            });
            Assert.True(run.MeanBeat < before.MeanBeat, $"{kind} {level}: {run.MeanBeat} is not below {before.MeanBeat}");
            Assert.True(run.MeanSecond < before.MeanSecond, $"{kind} {level}: {run.MeanSecond} is not below {before.MeanSecond}");
            before = run;
        }

        Assert.InRange(before.MeanBeat, 0, 0.4);
        Assert.InRange(before.Share(reason), 0.6, 1);
    }

    [Fact]
    public void The_bands_are_measured_in_millivolts()
    {
        // White noise of 0.1 mV at 250 Hz has (40 - 8) / 125 of its power in the band.
        var noisy = Measure(Heart(), White(0.1));
        Assert.InRange(noisy.Beats.Average(b => b.InBandMillivolts), 0.8 * 0.1 * Math.Sqrt(32.0 / 125), 1.2 * 0.1 * Math.Sqrt(32.0 / 125));
        Assert.InRange(noisy.Beats.Average(b => b.HighMillivolts), 0.8 * 0.1 * Math.Sqrt(85.0 / 125), 1.2 * 0.1 * Math.Sqrt(85.0 / 125));

        var humming = Measure(Heart(), Tone(50, 0.2));
        Assert.InRange(humming.Beats.Skip(2).Average(b => b.MainsMillivolts), 0.8 * 0.1414, 1.25 * 0.1414);

        var wandering = Measure(Heart(), Tone(0.25, 0.5));
        Assert.InRange(wandering.Beats.Skip(6).Average(b => b.BaselineMillivolts), 0.9 * 0.3536, 1.1 * 0.3536);
    }

    [Fact]
    public void Known_ectopic_beats_do_not_pass_for_noise()
    {
        var heart = Heart(seconds: 180, options: s_clean with { BigeminyProbability = 0.08 });
        var run = QualityRun.Over(heart.Millivolts, 250, [.. heart.Beats.Select(b => b.Index)]);
        var ectopic = run.Beats.Where((_, i) => heart.Beats[i].Label == "PVC").Select(b => b.Value).ToList();
        Assert.InRange(ectopic.Count, 30, 150);
        Assert.InRange(ectopic.Min(), 0.3, 1);
        Assert.InRange(ectopic.Skip(3).Average(), 0.8, 1);
    }

    [Fact]
    public void Clipping_is_told_from_the_flat_tops_of_coarse_steps()
    {
        var heart = Heart(options: s_clean with { NoiseMillivolts = 0.001 });
        var beats = heart.Beats.Select(b => b.Index).ToArray();
        var coarse = QualityRun.Over([.. heart.Millivolts.Select(v => MathF.Round(v / 0.05f) * 0.05f)], 250, beats);
        Assert.DoesNotContain(coarse.Beats, b => b.Reasons.HasFlag(QualityReason.Clipped));

        var depth = heart.Millivolts.Min() / 2;
        var clipped = QualityRun.Over([.. heart.Millivolts.Select(v => Math.Max(v, depth))], 250, beats);
        Assert.InRange(clipped.Share(QualityReason.Clipped), 0.95, 1);
        Assert.All(clipped.Beats.Skip(1), b => Assert.InRange(b.Value, 0, 0.8));
    }

    [Fact]
    public void A_perfectly_level_baseline_is_not_clipping()
    {
        // Triangles of 1 mV and 80 ms on a line of zeros, as test signals for monitors are made.
        var signal = new float[250 * 30];
        long[] beats = [.. Enumerable.Range(1, 28).Select(i => i * 250L)];
        foreach (var beat in beats)
        {
            for (var k = -10; k <= 10; k++) signal[beat + k] = 1 - Math.Abs(k) / 10f;
        }

        var run = QualityRun.Over(signal, 250, beats);
        Assert.All(run.Beats, b => Assert.Equal(QualityReason.None, b.Reasons));
    }

    [Fact]
    public void A_flat_line_is_worth_nothing()
    {
        var heart = Heart(seconds: 20);
        Array.Fill(heart.Millivolts, heart.Millivolts[2500], 2500, 2500);
        var run = QualityRun.Over(heart.Millivolts, 250, []);
        Assert.All(run.Seconds.Skip(13), s => Assert.Equal((0f, QualityReason.Flat), (s.Value, s.Reasons)));
        Assert.DoesNotContain(run.Seconds.Take(10), s => s.Reasons.HasFlag(QualityReason.Flat));
    }

    [Fact]
    public void Mere_noise_is_poor_before_any_beat()
    {
        var noise = White(0.1);
        var run = QualityRun.Over([.. Enumerable.Range(0, 5000).Select(n => (float)noise(n))], 250, []);
        Assert.InRange(run.MeanSecond, 0, 0.4);
        Assert.All(run.Seconds, s => Assert.True(s.Reasons.HasFlag(QualityReason.MuscleNoise)));
    }

    [Fact]
    public void Absent_samples_make_the_second_worthless_and_are_named()
    {
        var meter = new SignalQualityMeter(250);
        Assert.Equal((0f, QualityReason.NoSignal), Close());
        for (var i = 0; i < 250; i++) meter.Add(0.001f * i, 0);
        meter.AddAbsent(leadsOff: true);
        Assert.Equal((0f, QualityReason.LeadsOff), Close());
        meter.AddAbsent(leadsOff: false);
        meter.Reset(1000);
        meter.Add(0, 0);
        Assert.Equal((0f, QualityReason.SamplesLost), Close());

        (float, QualityReason) Close()
        {
            var report = meter.CloseSecond();
            return (report.Value, report.Reasons);
        }
    }

    [Fact]
    public void Beats_do_not_depend_on_how_often_seconds_are_closed_nor_on_what_came_before_a_reset()
    {
        var heart = Heart();
        long[] beats = [.. heart.Beats.Select(b => b.Index)];
        var expected = QualityRun.Over(heart.Millivolts, 250, beats).Beats;
        Assert.Equal(expected, QualityRun.Over(heart.Millivolts, 250, beats, secondLength: 0.37).Beats);

        var used = new SignalQualityMeter(250);
        var noise = White(1);
        for (var i = 0; i < 3001; i++) used.Add((float)noise(i), (float)noise(i));
        Assert.Equal(expected, QualityRun.Over(heart.Millivolts, 250, beats, meter: used).Beats);
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        var meter = new SignalQualityMeter(250);
        var history = new SignalHistory(2000);
        var random = new Random(1);
        Feed(2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(10000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(12000, history.End);

        void Feed(int samples)
        {
            for (var i = 0; i < samples; i++)
            {
                var value = (float)random.NextDouble();
                history.Append(value);
                meter.Add(value, value);
                if (history.End % 200 == 0 && history.End > 600) meter.CloseBeat(history, history.End - 250, history.End - 50);
                if (history.End % 250 == 0) meter.CloseSecond();
            }
        }
    }

    [Theory]
    [InlineData(99)]
    [InlineData(2001)]
    [InlineData(double.NaN)]
    public void Other_rates_are_refused(double rate) => Assert.Throws<ArgumentOutOfRangeException>(() => new SignalQualityMeter(rate));
}

using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Scoring;

public sealed class NoiseStressTests
{
    private const double Rate = 100;

    [Fact]
    public void The_gain_is_that_of_the_database_s_own_record()
    {
        // 118e00 was made by nst(1) from 118 and em at 0 dB: the noise it holds, over em's, is the gain.
        var clean = RecordingFile.Read(TestData.Require("mitdb", "118.hea")).Recording;
        var noisy = WfdbRecord.Open(TestData.Require("nstdb", "118e00.hea")).ReadMillivolts(0);
        var record = WfdbRecord.Open(TestData.Require("nstdb", "em.hea"));
        var noise = new Recording("em", record.RateHz(0), record.ReadMillivolts(0), []);
        var expected = BestGain(clean.Millivolts, noisy, noise.Millivolts);
        Assert.Equal(expected, NoiseStress.Gain(clean, noise, 0), 0.05 * expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(-6)]
    public void The_ratio_of_powers_is_the_one_asked_for(double decibel)
    {
        var (heart, noise) = (Heart(), Hum());
        // Complexes of 2 mV: a power of 4 / 8 mV².
        var gain = NoiseStress.Gain(heart, noise, decibel);
        Assert.Equal(decibel, 10 * Math.Log10(0.5 / (gain * gain * 0.5)), 0.05);
    }

    [Fact]
    public void Noise_comes_in_turns_of_two_minutes_after_five_clean_ones()
    {
        var (heart, noise) = (Heart(), Hum());
        var noisy = NoiseStress.Add(heart, noise, 0, seed: 3);
        for (var i = 0; i < noisy.Millivolts.Length; i++)
        {
            var second = i / Rate;
            var expected = second is >= 300 and < 420 or >= 540 and < 660;
            Assert.Equal(expected, NoiseStress.IsNoisy(i, Rate));
            if (!expected) Assert.Equal(heart.Millivolts[i], noisy.Millivolts[i]);
        }

        Assert.Contains(Enumerable.Range(30_000, 1000), i => Math.Abs(noisy.Millivolts[i] - heart.Millivolts[i]) > 0.5);
        Assert.Equal(noisy.Millivolts, NoiseStress.Add(heart, noise, 0, seed: 3).Millivolts);
        Assert.NotEqual(noisy.Millivolts, NoiseStress.Add(heart, noise, 0, seed: 4).Millivolts);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        Assert.Throws<EcgFormatException>(() => NoiseStress.Gain(Heart() with { Beats = [] }, Hum(), 0));
        Assert.Throws<EcgFormatException>(() => NoiseStress.Gain(Heart(), Hum() with { SampleRateHz = 360 }, 0));
        Assert.Throws<EcgFormatException>(() => NoiseStress.Gain(Heart(), Hum() with { Millivolts = new float[1000] }, 0));
    }

    private static Recording Heart()
    {
        var signal = new float[700 * (int)Rate];
        var beats = Enumerable.Range(1, 698).Select(s => new TrueBeat(s * (int)Rate, "N")).ToList();
        foreach (var beat in beats) signal[beat.Index] = 2;
        return new Recording("heart", Rate, signal, beats);
    }

    /// <summary>A sine of 1 mV: mean square of 0.5.</summary>
    private static Recording Hum() =>
        new("hum", Rate, [.. Enumerable.Range(0, 40_000).Select(i => (float)Math.Sin(2 * Math.PI * 7 * i / Rate))], []);

    /// <summary>Standard deviation of what was added over that of the noise, over the whole of both noisy minutes it was taken from.</summary>
    private static double BestGain(float[] clean, float[] noisy, float[] noise)
    {
        const int from = 300 * 360, count = 120 * 360;
        var added = Enumerable.Range(from, count).Select(i => (double)noisy[i] - clean[i]).ToArray();
        var best = 0.0;
        var gain = 0.0;
        // The noise may be taken from its own beginning or from where the record stands.
        foreach (var offset in (int[])[0, from])
        {
            double an = 0, nn = 0, aa = 0, ma = added.Average(), mn = Enumerable.Range(offset, count).Average(i => (double)noise[i]);
            for (var i = 0; i < count; i++)
            {
                double a = added[i] - ma, n = noise[offset + i] - mn;
                (an, nn, aa) = (an + a * n, nn + n * n, aa + a * a);
            }

            if (an * an / (nn * aa) > best) (best, gain) = (an * an / (nn * aa), an / nn);
        }

        Assert.InRange(best, 0.9, 1);
        return gain;
    }
}

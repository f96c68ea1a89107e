using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Scoring;

/// <summary>
/// Adds recorded noise to a clean recording as the MIT-BIH Noise Stress Test Database was made (G. Moody, W. Muldrow, R. Mark, "A noise
/// stress test for arrhythmia detectors", Computers in Cardiology 1984, and nst(1)): five minutes clean, then two minutes noisy and two
/// clean in turn. The signal's power is the squared peak-to-peak size of the QRS over eight, the noise's its mean square about the mean of
/// each second; both are means over the first five minutes without the outer twentieths.
/// </summary>
public static class NoiseStress
{
    private const double CleanSeconds = 300, TurnSeconds = 120, MeasuredSeconds = 300, QrsSeconds = 0.05, Trimmed = 0.05;

    /// <summary>Millivolts of added noise for one of the recorded noise.</summary>
    /// <param name="heart">The clean recording, with its true beats.</param>
    /// <param name="noise">The noise, at the same rate.</param>
    /// <param name="decibel">Signal-to-noise ratio in the noisy stretches.</param>
    /// <exception cref="EcgFormatException">There are no beats to measure, or the rates differ.</exception>
    public static double Gain(Recording heart, Recording noise, double decibel)
    {
        if (Math.Abs(heart.SampleRateHz - noise.SampleRateHz) > 1e-3)
        {
            throw new EcgFormatException(FormattableString.Invariant(
                $"{noise.Text}: {noise.SampleRateHz} samples per second; expected the {heart.SampleRateHz} of {heart.Text}"));
        }

        var signal = QrsMillivolts(heart);
        var rms = Deviation(noise);
        if (!(signal > 0)) throw new EcgFormatException($"{heart.Text}: no beats in the first {MeasuredSeconds} s to measure");
        if (!(rms > 0)) throw new EcgFormatException($"{noise.Text}: constant; expected noise");
        return signal / Math.Sqrt(8) / rms * Math.Pow(10, -decibel / 20);
    }

    /// <summary>Whether a sample lies in a noisy stretch.</summary>
    public static bool IsNoisy(long index, double sampleRateHz)
    {
        var seconds = index / sampleRateHz - CleanSeconds;
        return seconds >= 0 && seconds % (2 * TurnSeconds) < TurnSeconds;
    }

    /// <summary>The recording with noise from a seeded place on, repeated where it ends.</summary>
    public static Recording Add(Recording heart, Recording noise, double decibel, int seed)
    {
        var gain = Gain(heart, noise, decibel);
        var from = new Random(seed).Next(noise.Millivolts.Length);
        var noisy = new float[heart.Millivolts.Length];
        for (var i = 0; i < noisy.Length; i++)
        {
            noisy[i] = heart.Millivolts[i];
            if (IsNoisy(i, heart.SampleRateHz)) noisy[i] += (float)(gain * noise.Millivolts[(from + i) % noise.Millivolts.Length]);
        }

        return heart with { Millivolts = noisy };
    }

    private static double QrsMillivolts(Recording heart)
    {
        var half = (int)(QrsSeconds * heart.SampleRateHz);
        var sizes = new List<double>();
        foreach (var beat in heart.Beats)
        {
            if (beat.Index < half || beat.Index + half >= heart.Millivolts.Length) continue;
            if (beat.Index > MeasuredSeconds * heart.SampleRateHz) break;
            var (low, high) = (double.MaxValue, double.MinValue);
            foreach (var v in heart.Millivolts.AsSpan((int)beat.Index - half, 2 * half + 1)) (low, high) = (Math.Min(low, v), Math.Max(high, v));
            sizes.Add(high - low);
        }

        return TrimmedMean(sizes);
    }

    private static double Deviation(Recording noise)
    {
        var second = (int)noise.SampleRateHz;
        var deviations = new List<double>();
        for (var at = 0; at + second <= Math.Min(noise.Millivolts.Length, MeasuredSeconds * noise.SampleRateHz); at += second)
        {
            double sum = 0, squares = 0;
            foreach (var v in noise.Millivolts.AsSpan(at, second)) (sum, squares) = (sum + v, squares + (double)v * v);
            deviations.Add(Math.Sqrt(Math.Max(0, squares / second - sum / second * (sum / second))));
        }

        return TrimmedMean(deviations);
    }

    private static double TrimmedMean(List<double> values)
    {
        values.Sort();
        var drop = (int)(Trimmed * values.Count);
        var kept = values.Skip(drop).Take(values.Count - 2 * drop).ToList();
        return kept.Count == 0 ? 0 : kept.Average();
    }
}

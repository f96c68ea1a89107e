using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Tests.Baseline;

/// <summary>Beats by formula: a normal one and a wide ectopic one, with noise from a fixed seed.</summary>
internal sealed class PlainHeart(int seed)
{
    private readonly Random _random = new(seed);
    private double _seconds;
    private double? _before;

    public static BaselineSpec Spec { get; } = new()
    {
        CalibrateSeconds = 60,
        StartBeats = 40,
        TemplateBeats = 24,
        Correlation = 0.9,
        InTime = 0.2,
        LostShape = 0.2,
        LostRhythm = 0.3,
        GoodQuality = 0.5,
    };

    /// <summary>The next beat; the intervals of an ectopic one are short before and long after.</summary>
    public BeatWindow Next(bool isEctopic = false, bool nextIsEctopic = false, float quality = 1, double rrSeconds = 0.8)
    {
        var after = rrSeconds * (nextIsEctopic ? 0.6 : isEctopic ? 1.4 : 1) * (1 + 0.02 * (_random.NextDouble() - 0.5));
        var beat = new BeatWindow
        {
            StartIndex = (long)Math.Round(_seconds * 250),
            Quality = quality,
            Scale = 0.2f,
            EndsAtPeak = true,
            RrSeconds = after,
            Rr = new RrFeatures { PreviousSeconds = _before, NextSeconds = after },
        };
        for (var i = 0; i < 140; i++) beat.Samples[i] = (float)(Shape(i, isEctopic) + 0.1 * (_random.NextDouble() - 0.5));
        Normalise(beat.Samples);
        (_before, _seconds) = (after, _seconds + after);
        return beat;
    }

    /// <summary>The normal beat without noise, normalised.</summary>
    public static float[] Normal()
    {
        float[] shape = [.. Enumerable.Range(0, 140).Select(i => (float)Shape(i, isEctopic: false))];
        Normalise(shape);
        return shape;
    }

    private static double Shape(int i, bool isEctopic) => isEctopic
        ? Wave(i, 50, 10, 2.5) + Wave(i, 100, 14, -1.2)
        : Wave(i, 20, 5, 0.3) + Wave(i, 46, 2, -0.5) + Wave(i, 50, 3, 3) + Wave(i, 56, 2, -0.8) + Wave(i, 105, 12, 0.8);

    private static double Wave(int i, double at, double width, double height) => height * Math.Exp(-Math.Pow((i - at) / width, 2) / 2);

    private static void Normalise(float[] samples)
    {
        var mean = samples.Average();
        var deviation = Math.Sqrt(samples.Sum(s => (double)(s - mean) * (s - mean)) / (samples.Length - 1));
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)((samples[i] - mean) / deviation);
    }
}

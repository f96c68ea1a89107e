using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>Signals at the skin for a virtual front end, sample by sample.</summary>
public static class SimulatedWearer
{
    private const double AsystoleAfterSeconds = 60;

    /// <summary>A synthetic heart.</summary>
    /// <param name="heart">Rate, seed, noise.</param>
    /// <param name="rhythm">What it does.</param>
    public static Func<float> Heart(SyntheticHeartOptions heart, SimulatedRhythm rhythm)
    {
        var source = new SyntheticHeart(rhythm switch
        {
            SimulatedRhythm.Normal or SimulatedRhythm.Asystole => heart with { EctopicProbability = 0, BigeminyProbability = 0 },
            SimulatedRhythm.Bigeminy => heart with { EctopicProbability = 0, BigeminyProbability = 1 },
            _ => heart,
        });
        if (rhythm != SimulatedRhythm.Asystole) return source.Next;
        var left = (long)(AsystoleAfterSeconds * heart.SampleRateHz);
        return () => left-- > 0 ? source.Next() : 0;
    }

    /// <summary>A recording over and over, resampled by straight lines to the front end's rate; missing samples are 0 mV.</summary>
    public static Func<float> Replay(Recording recording, double sampleRateHz)
    {
        var (position, step) = (0.0, recording.SampleRateHz / sampleRateHz);
        var signal = recording.Millivolts;
        return () =>
        {
            var at = (int)position;
            var share = (float)(position - at);
            var value = signal[at] * (1 - share) + signal[Math.Min(at + 1, signal.Length - 1)] * share;
            position += step;
            if (position >= signal.Length) position -= signal.Length;
            return float.IsFinite(value) ? value : 0;
        };
    }
}

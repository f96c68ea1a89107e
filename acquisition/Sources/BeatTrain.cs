using EcgEdge.Acquisition.Formats;

namespace EcgEdge.Acquisition.Sources;

/// <summary>Lays labelled beats end to end as one continuous signal, with the true labels beside it.</summary>
public static class BeatTrain
{
    /// <summary>
    /// Millivolts for one unit of a z-normalised beat: ECG5000's QRS, some four units deep, becomes about 1 mV.
    /// </summary>
    public const float MillivoltsPerUnit = 0.25f;

    /// <summary>Makes a recording of the beats, each as long as its window, so that beat k begins at sample 140 k.</summary>
    /// <param name="beats">At least one beat.</param>
    /// <param name="order">Order in which they are laid.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="text">One line that says where they came from.</param>
    public static Recording Lay(IReadOnlyList<Ecg5000Beat> beats, BeatOrder order, int seed, string text)
    {
        ArgumentOutOfRangeException.ThrowIfZero(beats.Count, nameof(beats));
        var ordered = order == BeatOrder.File ? beats : InEpisodes(beats, seed);
        var signal = new float[ordered.Count * Ecg5000File.WindowLength];
        var truth = new TrueBeat[ordered.Count];
        for (var k = 0; k < ordered.Count; k++)
        {
            var start = k * Ecg5000File.WindowLength;
            truth[k] = new TrueBeat(start, Ecg5000File.ClassNames[ordered[k].Label - 1]);
            for (var i = 0; i < Ecg5000File.WindowLength; i++) signal[start + i] = ordered[k].Samples[i] * MillivoltsPerUnit;
        }

        return new Recording(text, Ecg5000File.SampleRateHz, signal, truth) { HasRhythm = false };
    }

    private static List<Ecg5000Beat> InEpisodes(IReadOnlyList<Ecg5000Beat> beats, int seed)
    {
        var random = new Random(seed);
        var normal = new Queue<Ecg5000Beat>(beats.Where(b => b.Label == 1));
        var other = new Queue<Ecg5000Beat>(beats.Where(b => b.Label != 1));
        var ordered = new List<Ecg5000Beat>(beats.Count);
        while (normal.Count + other.Count > 0)
        {
            Take(normal, random.Next(25, 60));
            Take(other, random.Next(1, 5) == 1 ? random.Next(1, 3) : random.Next(10, 40));
        }

        return ordered;

        void Take(Queue<Ecg5000Beat> from, int count)
        {
            for (; count > 0 && from.Count > 0; count--) ordered.Add(from.Dequeue());
        }
    }
}

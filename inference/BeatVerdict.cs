using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference;

/// <summary>What the models say of one beat. The same object is filled again for every beat; whoever wants to keep it copies it.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="parts">Number of parts of the anomaly score.</param>
public sealed class BeatVerdict(int classes, int parts)
{
    /// <summary>Index of the likeliest class, in the manifest's order.</summary>
    public int ClassIndex { get; set; }

    /// <summary>Probability per class, summing to 1.</summary>
    public float[] Probabilities { get; } = new float[classes];

    /// <summary>Anomaly score: 0 is a typical normal beat, one unit a standard deviation of normal beats per part.</summary>
    public double Score { get; set; }

    /// <summary>Score above which a beat is anomalous.</summary>
    public double Threshold { get; set; }

    public bool Anomalous => Score > Threshold;

    /// <summary>The measures within the score, in the manifest's order.</summary>
    public double[] Parts { get; } = new double[parts];

    /// <summary>What a normal heart would have shown over the window, in its z units.</summary>
    public float[] Reconstruction { get; } = new float[BeatWindow.Length];

    /// <summary>Element i is what the instant forecaster expected at sample i, knowing the samples before it; the first repeats the window's.</summary>
    public float[] Forecast { get; } = new float[BeatWindow.Length];

    /// <summary>Root mean square of the instant forecast's error over samples 8 to 139.</summary>
    public double ForecastRmse { get; set; }
}

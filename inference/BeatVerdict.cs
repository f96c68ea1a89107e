using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;

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

    /// <summary>
    /// Anomaly score: 0 is a typical normal beat, one unit a standard deviation of normal beats per part. 0 too where there is none, see
    /// <see cref="IsScored"/>.
    /// </summary>
    public double Score { get; set; }

    /// <summary>Whether there is a score; not for the first few beats of a wearer of whom nothing is known yet, which are not anomalous.</summary>
    public bool IsScored { get; set; }

    /// <summary>Score above which a beat is anomalous: the population's while the wearer's baseline is being learned.</summary>
    public double Threshold { get; set; }

    public bool Anomalous => IsScored && Score > Threshold;

    /// <summary>The measures within the score, in the manifest's order; their names are <see cref="BeatAnalyzer.PartNames"/>.</summary>
    public double[] Parts { get; } = new double[parts];

    /// <summary>
    /// What was expected over the window, in its z units: the wearer's running beat where the pack has a baseline that knows it, else
    /// <see cref="Reconstruction"/>.
    /// </summary>
    public float[] Expected { get; } = new float[BeatWindow.Length];

    /// <summary>What the population's model made of the window, in its z units.</summary>
    public float[] Reconstruction { get; } = new float[BeatWindow.Length];

    /// <summary>Mean squared error of a reconstruction that stands beside the score; 0 where it is a part of it or there is none.</summary>
    public double ReconstructionError { get; set; }

    /// <summary>Element i is what the instant forecaster expected at sample i, knowing the samples before it.</summary>
    public float[] Forecast { get; } = new float[BeatWindow.Length];

    /// <summary>Root mean square of the instant forecast's error over samples 8 to 139.</summary>
    public double ForecastRmse { get; set; }

    /// <summary>Whether what is usual for the wearer is known.</summary>
    public BaselineState Baseline { get; set; }

    /// <summary>Seconds until the baseline is learned, at the earliest; 0 when it is or when there is none.</summary>
    public double LearningSecondsLeft { get; set; }

    /// <summary>After how many samples of the window the beat was warned of; null when it was not.</summary>
    public int? WarnedAt { get; set; }

    /// <summary>Seconds from the R peak to the input sample with which the warning came; null when there was none.</summary>
    public double? WarnedAfterSeconds { get; set; }
}

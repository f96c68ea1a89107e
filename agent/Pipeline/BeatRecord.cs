using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Pipeline;

/// <summary>A beat with its verdict, as the pipeline hands it on. A slot that is written again and again.</summary>
public sealed class BeatRecord : IJournalRecord<BeatRecord>
{
    /// <summary>Sample index of the R peak that begins it.</summary>
    public long StartIndex { get; set; }

    /// <summary>Sample index of the R peak that ends it.</summary>
    public long EndIndex { get; set; }

    /// <summary>Wall time of its R peak, UTC ticks.</summary>
    public long AtTicks { get; set; }

    public double RrSeconds { get; set; }

    public int ClassIndex { get; set; }

    /// <summary>Class names of the pack that judged it.</summary>
    public IReadOnlyList<string> Classes { get; set; } = [];

    public string ClassName => Classes[ClassIndex];

    /// <summary>Probability of that class, 0 to 1.</summary>
    public float Probability { get; set; }

    public double Score { get; set; }

    public double Threshold { get; set; }

    public bool Anomalous { get; set; }

    /// <summary>Whether it was judged while what is usual for the wearer was still being learned.</summary>
    public bool Learning { get; set; }

    /// <summary>Seconds from its R peak to the warning that came before it had ended; null when none came.</summary>
    public double? WarnedAfterSeconds { get; set; }

    /// <summary>Signal quality, 0 to 1.</summary>
    public float Quality { get; set; }

    /// <summary>The window, z-normalised.</summary>
    public float[] Window { get; } = new float[BeatWindow.Length];

    /// <summary>What was expected, in the same units.</summary>
    public float[] Reconstruction { get; } = new float[BeatWindow.Length];

    public DateTimeOffset At => new(AtTicks, TimeSpan.Zero);

    /// <summary>Takes a beat and its verdict.</summary>
    /// <param name="window">The beat.</param>
    /// <param name="verdict">What the models say.</param>
    /// <param name="at">Wall time of its R peak.</param>
    /// <param name="classes">Class names of the pack that judged it.</param>
    public void Fill(BeatWindow window, BeatVerdict verdict, DateTimeOffset at, IReadOnlyList<string> classes)
    {
        (StartIndex, EndIndex, AtTicks, RrSeconds) = (window.StartIndex, window.EndIndex, at.UtcTicks, window.RrSeconds);
        (ClassIndex, Classes, Probability) = (verdict.ClassIndex, classes, verdict.Probabilities[verdict.ClassIndex]);
        (Score, Threshold, Anomalous, Quality) = (verdict.Score, verdict.Threshold, verdict.Anomalous, window.Quality);
        (Learning, WarnedAfterSeconds) = (verdict.Baseline == BaselineState.Learning, verdict.WarnedAfterSeconds);
        window.Samples.CopyTo(Window, 0);
        verdict.Expected.CopyTo(Reconstruction, 0);
    }

    public void CopyTo(BeatRecord other)
    {
        (other.StartIndex, other.EndIndex, other.AtTicks, other.RrSeconds) = (StartIndex, EndIndex, AtTicks, RrSeconds);
        (other.ClassIndex, other.Probability, other.Score, other.Threshold) = (ClassIndex, Probability, Score, Threshold);
        (other.Anomalous, other.Quality, other.Classes) = (Anomalous, Quality, Classes);
        (other.Learning, other.WarnedAfterSeconds) = (Learning, WarnedAfterSeconds);
        Window.CopyTo(other.Window, 0);
        Reconstruction.CopyTo(other.Reconstruction, 0);
    }
}

using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Agent.Pipeline;

/// <summary>A beat with its verdict, as the pipeline hands it on. A slot that is written again and again.</summary>
public sealed class BeatRecord
{
    /// <summary>Sample index of the R peak that begins it.</summary>
    public long StartIndex { get; set; }

    /// <summary>Sample index of the R peak that ends it.</summary>
    public long EndIndex { get; set; }

    /// <summary>Wall time of its R peak, UTC ticks.</summary>
    public long AtTicks { get; set; }

    public double RrSeconds { get; set; }

    public int ClassIndex { get; set; }

    /// <summary>Probability of that class, 0 to 1.</summary>
    public float Probability { get; set; }

    public double Score { get; set; }

    public double Threshold { get; set; }

    public bool Anomalous { get; set; }

    /// <summary>Signal quality, 0 to 1.</summary>
    public float Quality { get; set; }

    /// <summary>The window, z-normalised.</summary>
    public float[] Window { get; } = new float[BeatWindow.Length];

    /// <summary>What a normal heart would have shown, in the same units.</summary>
    public float[] Reconstruction { get; } = new float[BeatWindow.Length];

    public DateTimeOffset At => new(AtTicks, TimeSpan.Zero);

    public void CopyTo(BeatRecord other)
    {
        (other.StartIndex, other.EndIndex, other.AtTicks, other.RrSeconds) = (StartIndex, EndIndex, AtTicks, RrSeconds);
        (other.ClassIndex, other.Probability, other.Score, other.Threshold) = (ClassIndex, Probability, Score, Threshold);
        (other.Anomalous, other.Quality) = (Anomalous, Quality);
        Window.CopyTo(other.Window, 0);
        Reconstruction.CopyTo(other.Reconstruction, 0);
    }
}

using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// One beat as the models see it. The same object is filled again for every beat; whoever wants to keep it copies it.
/// </summary>
public sealed class BeatWindow
{
    /// <summary>Points of a window.</summary>
    public const int Length = 140;

    /// <summary>Z-normalised samples: mean 0, sample standard deviation (n - 1) 1.</summary>
    public float[] Samples { get; } = new float[Length];

    /// <summary>Sample index of the beat's R peak: the one that begins the window from R to R, or the one in a window around it.</summary>
    public long StartIndex { get; set; }

    /// <summary>Sample index at which the beat ends: the next R peak; where none follows, the pause, gap or end that cut it off.</summary>
    public long EndIndex { get; set; }

    /// <summary>Whether the beat ends at the next R peak, so that <see cref="RrSeconds"/> is an RR interval.</summary>
    public bool EndsAtPeak { get; set; }

    /// <summary>Seconds from start to end.</summary>
    public double RrSeconds { get; set; }

    /// <summary>Millivolts at which <see cref="Samples"/> is 0.</summary>
    public float Mean { get; set; }

    /// <summary>Millivolts for one unit of <see cref="Samples"/>.</summary>
    public float Scale { get; set; }

    /// <summary>Signal quality over the beat, 0 (useless) to 1 (clean).</summary>
    public float Quality { get; set; }

    /// <summary>What lowered it.</summary>
    public QualityReason QualityReasons { get; set; }

    /// <summary>How the beat lies among the RR intervals around it.</summary>
    public RrFeatures Rr { get; set; }
}

namespace EcgEdge.Acquisition.Signal;

/// <summary>The point of each QRS complex at which windows are cut.</summary>
public enum Fiducial
{
    /// <summary>The largest deflection, as the detector reports it.</summary>
    RPeak,

    /// <summary>The R wave proper: the upward apex beside the largest deflection, even where the S wave is deeper than it is high.</summary>
    RWave,
}

/// <summary>The stretch that a window spans.</summary>
public enum WindowKind
{
    /// <summary>From one R peak to the next.</summary>
    RToR,

    /// <summary>A fixed time before and after one R peak.</summary>
    AroundR,
}

/// <summary>Where windows are cut.</summary>
public sealed record WindowCut
{
    private const double LongestBeforeSeconds = 1, LongestAfterSeconds = 1.5;

    private WindowCut(WindowKind kind) => Kind = kind;

    public WindowKind Kind { get; }

    /// <summary>The point of each QRS.</summary>
    public Fiducial Fiducial { get; private init; }

    /// <summary>Distance from it, negative before it; of windows from R to R.</summary>
    public double OffsetSeconds { get; private init; }

    /// <summary>Time before the R peak at which a window around it begins.</summary>
    public double BeforeSeconds { get; private init; }

    /// <summary>Time after the R peak at which a window around it ends.</summary>
    public double AfterSeconds { get; private init; }

    /// <summary>Numbers of points, rising, at which the beginning of a window is told before the rest has come; empty for none.</summary>
    public IReadOnlyList<int> PrefixLengths { get; init; } = [];

    /// <summary>Windows from one R peak to the next.</summary>
    public static WindowCut FromRToR(Fiducial fiducial, double offsetSeconds) =>
        new(WindowKind.RToR) { Fiducial = fiducial, OffsetSeconds = offsetSeconds };

    /// <summary>Windows of fixed length around the R peak.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing on a side, or more than 1 s before or 1.5 s after.</exception>
    public static WindowCut AroundR(double beforeSeconds, double afterSeconds)
    {
        if (!(beforeSeconds is > 0 and <= LongestBeforeSeconds)) throw Refused(nameof(beforeSeconds), beforeSeconds, LongestBeforeSeconds);
        if (!(afterSeconds is > 0 and <= LongestAfterSeconds)) throw Refused(nameof(afterSeconds), afterSeconds, LongestAfterSeconds);
        return new WindowCut(WindowKind.AroundR) { BeforeSeconds = beforeSeconds, AfterSeconds = afterSeconds };
    }

    private static ArgumentOutOfRangeException Refused(string name, double value, double most) =>
        new(name, value, FormattableString.Invariant($"a window around the R peak spans more than 0 and at most {most} s here"));
}

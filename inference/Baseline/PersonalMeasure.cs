namespace EcgEdge.Inference.Baseline;

/// <summary>A measure of how unusual a beat is for its wearer, found without any model.</summary>
public enum PersonalMeasure
{
    /// <summary>Mean square of the difference from the running beat times (0.1 + prematurity).</summary>
    RunningDistanceTimesPrematurity,

    /// <summary>Mean square of the difference from the running beat.</summary>
    RunningDistance,

    /// <summary>Width of the QRS over its running median: exp(width_relative).</summary>
    QrsWidthRatio,

    /// <summary>Steepest slope of the QRS over its running median: exp(slope_relative).</summary>
    QrsSlopeRatio,

    /// <summary>What the running distance is for this wearer's accepted beats: exp(whole_level).</summary>
    UsualDistance,
}

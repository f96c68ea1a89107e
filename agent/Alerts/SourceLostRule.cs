using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>source.lost</c>: samples do not come, told by seconds without any, by a jump in their numbers, or by the source's failure. A technical
/// alarm condition in the sense of IEC 60601-1-8: what is to be watched is not seen.
/// </summary>
public sealed class SourceLostRule(AlertContext context) : SignalRule(AlertKind.SourceLost, context.Options.Lost, context)
{
    private string? _failure;

    /// <summary>Takes a jump in the numbers of samples.</summary>
    /// <param name="expected">Number of the sample that should have come.</param>
    /// <param name="first">Number of the sample that came.</param>
    public Alert? Jump(long expected, long first)
    {
        // A source that had failed is back.
        if (_failure is not null) Extend(first);
        _failure = null;
        return first - expected >= Context.Samples(AfterSeconds) ? RaiseAtOnce(expected, first) : null;
    }

    /// <summary>The source has failed: the alert is raised, or told anew where it lasts, and stays until samples come again.</summary>
    public Alert? Fail(long index, string reason)
    {
        _failure = reason;
        return Episode.Open is null ? RaiseAtOnce(index, index) : Episode.Update(index, Evidence());
    }

    private protected override bool IsBad(QualityReport quality) => (quality.Reasons & (QualityReason.SamplesLost | QualityReason.NoSignal)) != 0;

    private protected override AlertEvidence Evidence() => new(
        AlertPriority.Medium, Seconds, AfterSeconds,
        _failure is null ? $"Samples were lost for {Seconds:0.0} s; the heart was not watched meanwhile" : $"The source has failed: {_failure}");
}

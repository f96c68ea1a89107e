using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>signal.poor</c>: quality too low to judge the heart. Lost contact and lost samples are alerts of their own, and a flat line with
/// leads on is asystole. A technical alarm condition in the sense of IEC 60601-1-8; of low priority, as noise passes by itself.
/// </summary>
public sealed class PoorSignalRule(AlertContext context) : SignalRule(AlertKind.SignalPoor, context.Options.Poor, context)
{
    private const QualityReason Others = QualityReason.LeadsOff | QualityReason.SamplesLost | QualityReason.NoSignal | QualityReason.Flat;

    private protected override bool IsBad(QualityReport quality) =>
        quality.Value < Context.Options.MinimumQuality && (quality.Reasons & Others) == 0;

    private protected override AlertEvidence Evidence() => new(
        AlertPriority.Low, Lowest, Context.Options.MinimumQuality, $"The signal has been too poor to judge the heart for {Seconds:0} s");
}

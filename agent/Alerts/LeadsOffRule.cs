using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Alerts;

/// <summary><c>signal.leads-off</c>: an electrode has no contact; a technical alert, as IEC 60601-2-27 asks for one.</summary>
public sealed class LeadsOffRule(AlertContext context) : SignalRule(AlertKind.SignalLeadsOff, context.Options.LeadsOff, context)
{
    private protected override bool IsBad(QualityReport quality) => (quality.Reasons & QualityReason.LeadsOff) != 0;

    private protected override AlertEvidence Evidence() => new(
        AlertPriority.Medium, Seconds, AfterSeconds, $"An electrode has had no contact for {Seconds:0} s; the heart is not watched meanwhile");
}

using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Alerts;

/// <summary>The strip of an alert, to be written to a file: the trace as it was shown, its beats, and the alert.</summary>
public static class StripExcerpt
{
    /// <param name="strip">The strip.</param>
    /// <param name="alert">Its alert.</param>
    /// <param name="wearer">Whose heart it is; null to leave that out.</param>
    public static Excerpt Of(Strip strip, Alert alert, string? wearer = null)
    {
        var last = strip.Millivolts.Length - 1;
        var marks = new List<ExcerptMark>();
        foreach (var beat in strip.Beats)
        {
            var annotation = BeatCode.Annotation(beat.Index - strip.FirstIndex, beat.Class, beat.Anomalous);
            if (annotation.Sample >= 0 && annotation.Sample <= last) marks.Add(new ExcerptMark(annotation, beat.Class));
        }

        // An episode may have begun before its strip, when samples were lost.
        var start = Math.Clamp(alert.StartIndex - strip.FirstIndex, 0, Math.Max(0, last));
        var text = AlertNote.Raised(alert).Text;
        marks.Add(new ExcerptMark(BeatCode.Note(start, text), text));
        return new Excerpt
        {
            Name = $"alert_{alert.Id:N}",
            SampleRateHz = strip.SampleRateHz,
            StartedAt = strip.At,
            FirstIndex = strip.FirstIndex,
            Length = strip.Millivolts.Length,
            Read = () => [strip.Millivolts],
            Marks = [.. marks.OrderBy(m => m.Annotation.Sample)],
            Comments =
            [
                "Made by EcgEdge; not a medical device. The filtered trace around an alert; missing: no contact, or lost.",
                "Beats are the models' work, not a person's; subtype 1 marks an anomalous one. Times are UTC.",
                $"channel: {strip.Channel}",
                $"pack: {alert.Pack} {alert.PackVersion}",
            ],
            Wearer = wearer,
        };
    }
}

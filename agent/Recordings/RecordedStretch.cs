using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>Cuts a stretch out of a channel's recordings, across segments; what lies between them is missing samples.</summary>
public static class RecordedStretch
{
    private const int PieceSamples = 1 << 15;
    private const int Attempts = 3;

    /// <summary>Finds the samples within a time; the excerpt begins and ends with the first and the last that were recorded.</summary>
    /// <param name="folder">The recordings.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="range">Wall time.</param>
    /// <param name="wearer">Whose heart it is; null to leave that out.</param>
    /// <returns>The excerpt; null when nothing was recorded then.</returns>
    /// <exception cref="EcgFormatException">The sample rate changes within it, or a file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Excerpt? Cut(RecordingFolder folder, string channel, TimeRange range, string? wearer = null)
    {
        var parts = Place(folder.Segments(channel), range);
        if (parts.Count == 0) return null;
        var first = parts[0];
        var rate = first.Segment.SampleRateHz;
        var startedAt = first.Segment.StartedAt + TimeSpan.FromSeconds(first.From / rate);
        return new Excerpt
        {
            Name = SegmentName.Record(channel, startedAt),
            SampleRateHz = rate,
            StartedAt = startedAt,
            FirstIndex = 0,
            Length = parts[^1].End,
            Read = () => Read(parts),
            Marks = [.. parts.SelectMany(Marks)],
            Comments =
            [
                "Made by EcgEdge; not a medical device. The signal as its source gave it; missing: no contact, lost, or not recorded.",
                "Beats are the models' work, not a person's; subtype 1 marks an anomalous one. Times are UTC.",
                $"channel: {channel}",
            ],
            Wearer = wearer,
        };
    }

    private static List<Part> Place(IReadOnlyList<SegmentInfo> segments, TimeRange range)
    {
        var parts = new List<Part>();
        foreach (var segment in segments)
        {
            // A sample is within when its time is, to a thousandth of a sample.
            var rate = segment.SampleRateHz;
            var from = Math.Max(0, (long)Math.Ceiling((range.From - segment.StartedAt).TotalSeconds * rate - 1e-3));
            var to = Math.Min(segment.Length, (long)Math.Ceiling((range.To - segment.StartedAt).TotalSeconds * rate - 1e-3));
            if (from >= to) continue;
            var at = 0L;
            if (parts.Count > 0)
            {
                var last = parts[^1];
                if (rate != last.Segment.SampleRateHz)
                    throw new EcgFormatException($"{segment.Name}: {rate} samples per second, {last.Segment.SampleRateHz} in {last.Segment.Name}; ask for one of them");
                // Within a run sample indices tell the distance; else the clock does, as far as it has not been set back.
                at = last.Segment.Run == segment.Run
                    ? last.At + (segment.FirstIndex + from) - (last.Segment.FirstIndex + last.From)
                    : parts[0].PlaceOf(segment.StartedAt, from);
                at = Math.Max(at, last.End);
            }

            parts.Add(new Part(segment, from, to, at));
        }

        return parts;
    }

    private static IEnumerable<float[]> Read(List<Part> parts)
    {
        var next = 0L;
        foreach (var part in parts)
        {
            for (; next < part.At; next += Math.Min(PieceSamples, part.At - next))
            {
                var missing = new float[Math.Min(PieceSamples, part.At - next)];
                Array.Fill(missing, float.NaN);
                yield return missing;
            }

            var record = WfdbRecord.Open(part.Segment.Path);
            for (var from = part.From; from < part.To; from += PieceSamples)
                yield return record.ReadMillivolts(0, from, Math.Min(part.To, from + PieceSamples));
            next = part.End;
        }
    }

    private static IEnumerable<ExcerptMark> Marks(Part part) =>
        from annotation in ReadAnnotations(part.Segment)
        where annotation.Sample >= part.From && annotation.Sample < part.To
        select new ExcerptMark(annotation with { Sample = annotation.Sample - part.From + part.At }, BeatCode.Label(annotation));

    private static IReadOnlyList<WfdbAnnotation> ReadAnnotations(SegmentInfo segment)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return WfdbAnnotations.Read(segment.AnnotationPath).Items;
            }
            catch (EcgFormatException) when (!segment.IsComplete && attempt < Attempts)
            {
                // Its last words were being written over while it was read.
            }
        }
    }

    /// <summary>Samples [From, To) of a segment, which stand at At in the stretch.</summary>
    private sealed record Part(SegmentInfo Segment, long From, long To, long At)
    {
        public long End => At + To - From;

        /// <summary>Where a sample of another segment stands, by the clock.</summary>
        public long PlaceOf(DateTimeOffset startedAt, long sample) =>
            At - From + sample + (long)Math.Round((startedAt - Segment.StartedAt).TotalSeconds * Segment.SampleRateHz);
    }
}

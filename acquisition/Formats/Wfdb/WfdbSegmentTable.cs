namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// Lays the segments of a record in order. In a fixed layout all segments have the same signals; in a variable one a first segment of no
/// length lists all signals and the others have some of them, known by their description.
/// </summary>
internal sealed class WfdbSegmentTable
{
    private WfdbSegmentTable(IReadOnlyList<WfdbSignal> signals, List<WfdbSegmentPart> parts, long length)
    {
        Signals = signals;
        Parts = parts;
        Length = length;
    }

    public IReadOnlyList<WfdbSignal> Signals { get; }

    public List<WfdbSegmentPart> Parts { get; }

    public long Length { get; }

    public static WfdbSegmentTable Of(WfdbHeader header)
    {
        if (header.Segments.Count == 0)
        {
            var record = new WfdbStoredRecord(header);
            return new(header.Signals, [new(0, record, [.. Enumerable.Range(0, header.Signals.Count)])], record.Length);
        }

        var variable = header.Segments[0] is { Length: 0, IsGap: false };
        IReadOnlyList<WfdbSignal>? signals = variable ? Open(header, header.Segments[0]).Signals : null;
        var parts = new List<WfdbSegmentPart>();
        long start = 0;
        foreach (var segment in header.Segments.Skip(variable ? 1 : 0))
        {
            if (!segment.IsGap)
            {
                var own = Open(header, segment);
                signals ??= own.Signals;
                parts.Add(new WfdbSegmentPart(start, new WfdbStoredRecord(own), Map(header, signals, own, variable)));
            }

            start += segment.Length;
        }

        if (signals is null) throw new EcgFormatException($"{header.FileName}: every segment is a gap");
        if (signals.Count != header.SignalCount)
            throw new EcgFormatException($"{header.FileName}: its segments have {signals.Count} signals; the record line claims {header.SignalCount}");
        if (header.Length != 0 && header.Length != start)
            throw new EcgFormatException($"{header.FileName}: its segments have {start} samples per signal; the record line claims {header.Length}");
        return new(signals, parts, start);
    }

    private static WfdbHeader Open(WfdbHeader header, WfdbSegment segment)
    {
        var path = WfdbPath.Resolve(header.Folder, segment.Name, $"{header.FileName}, segment {segment.Name}");
        if (!File.Exists(WfdbHeader.PathOf(path))) throw new EcgFormatException($"{header.FileName}: header of segment {segment.Name} does not exist");
        var own = WfdbHeader.Read(path);
        if (own.Segments.Count > 0) throw new EcgFormatException($"{own.FileName}: a segment that has segments itself");
        if (own.FrameRateHz != header.FrameRateHz)
            throw new EcgFormatException($"{own.FileName}: {own.FrameRateHz} samples per second; {header.FileName} has {header.FrameRateHz}");
        if (segment.Length != own.Length)
            throw new EcgFormatException($"{own.FileName}: {own.Length} samples per signal; {header.FileName} claims {segment.Length}");
        return own;
    }

    private static int[] Map(WfdbHeader header, IReadOnlyList<WfdbSignal> signals, WfdbHeader own, bool variable)
    {
        if (!variable && own.Signals.Count != signals.Count)
            throw new EcgFormatException($"{own.FileName}: {own.Signals.Count} signals; the first segment of {header.FileName} has {signals.Count}");
        var names = own.Signals.Select(s => s.Description).ToList();
        var map = new int[signals.Count];
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = variable ? names.IndexOf(signals[i].Description) : i;
            if (map[i] >= 0 && own.Signals[map[i]].SamplesPerFrame != signals[i].SamplesPerFrame)
                throw new EcgFormatException($"{own.FileName}, signal {map[i]}: samples per frame differ from {header.FileName}'s other segments");
        }

        return map;
    }
}

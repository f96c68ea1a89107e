namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>An ordinary (single-segment) record: its header and its checked signal files.</summary>
internal sealed class WfdbStoredRecord
{
    private readonly List<WfdbSignalGroup> _groups;

    public WfdbStoredRecord(WfdbHeader header)
    {
        Header = header;
        _groups = WfdbSignalGroup.Of(header);
        Length = header.Length;
        foreach (var group in _groups)
        {
            var held = group.CheckLength(header);
            if (header.Length == 0) Length = Length == 0 ? held : Math.Min(Length, held);
        }
    }

    /// <summary>Receives neighbouring samples of a signal that begin at an index; missing ones are <see cref="WfdbRecord.Missing"/>.</summary>
    public delegate void Receiver(long index, ReadOnlySpan<int> samples);

    public WfdbHeader Header { get; }

    /// <summary>Frames.</summary>
    public long Length { get; }

    /// <summary>
    /// Hands out samples [from, to) of a signal with its skew undone; the last samples of a skewed signal were never stored and are not
    /// handed out. Reading a whole signal verifies its checksum.
    /// </summary>
    public void Read(int signal, long from, long to, Receiver receiver)
    {
        if (Header.Signals[signal].IsNull) return;
        var group = _groups.Last(g => g.First <= signal);
        var description = Header.Signals[signal];
        var perFrame = description.SamplesPerFrame;
        var whole = from == 0 && to == Length * perFrame;
        var shift = (long)description.Skew * perFrame;
        var firstFrame = whole ? 0 : from / perFrame + description.Skew;
        var lastFrame = whole ? Length : Math.Min(Length, (to + perFrame - 1) / perFrame + description.Skew);
        var index = firstFrame * perFrame - shift;
        var sum = 0;
        var cleaned = new int[1 << 12];
        new WfdbFrameReader(group, signal - group.First).Read(firstFrame, lastFrame, samples =>
        {
            foreach (var sample in samples) sum = unchecked(sum + sample);
            while (samples.Length > 0)
            {
                var part = samples[..Math.Min(samples.Length, cleaned.Length)];
                for (var i = 0; i < part.Length; i++) cleaned[i] = part[i] == group.Format.Invalid ? WfdbRecord.Missing : part[i];
                var begin = (int)Math.Clamp(from - index, 0, part.Length);
                var end = (int)Math.Clamp(to - index, begin, part.Length);
                if (end > begin) receiver(index + begin, cleaned.AsSpan(begin, end - begin));
                index += part.Length;
                samples = samples[part.Length..];
            }
        });

        if (whole && description.Checksum is { } expected && unchecked((ushort)sum) != expected)
        {
            throw new EcgFormatException(
                $"{Path.GetFileName(group.Path)}: checksum of signal {signal} is {unchecked((ushort)sum)}; {Header.FileName} says {expected}");
        }
    }
}

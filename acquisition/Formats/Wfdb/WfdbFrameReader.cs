namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Decodes one signal of a signal file in pieces; memory does not grow with the file.</summary>
internal sealed class WfdbFrameReader(WfdbSignalGroup group, int member)
{
    private const int PieceSamples = 1 << 15;

    private readonly int _perFrame = group.Signals[member].SamplesPerFrame;
    private readonly int _slot = group.Signals.Take(member).Sum(s => s.SamplesPerFrame);

    /// <summary>Receives neighbouring samples of the signal, raw as stored.</summary>
    public delegate void Receiver(ReadOnlySpan<int> samples);

    /// <summary>Reads stored frames [from, to) of the signal.</summary>
    /// <exception cref="EcgFormatException">The file ends before.</exception>
    public void Read(long from, long to, Receiver receiver)
    {
        using var stream = new FileStream(group.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var format = group.Format;
        // Format 8 stores differences: a sample is known only after all before it.
        var frame = format.Code == 8 ? 0 : from;
        var framesAtOnce = Math.Max(1, PieceSamples / group.FrameSamples);
        var size = framesAtOnce * group.FrameSamples + 2 * format.GroupSamples;
        var samples = new int[size];
        var packed = new byte[format.BytesFor(size) + format.GroupBytes];
        var picked = new int[framesAtOnce * _perFrame];
        var last = group.Signals[member].InitialValue;
        while (frame < to)
        {
            var count = (int)Math.Min(framesAtOnce, to - frame);
            var firstSample = frame * group.FrameSamples;
            var lead = (int)(firstSample % format.GroupSamples);
            var wanted = count * group.FrameSamples + lead;
            var groups = (wanted + format.GroupSamples - 1) / format.GroupSamples;
            stream.Position = group.ByteOffset + format.BytesFor(firstSample - lead);
            Fill(stream, packed.AsSpan(0, groups * format.GroupBytes), (int)format.BytesFor(wanted));
            format.Decode(packed, samples.AsSpan(0, groups * format.GroupSamples));
            for (var f = 0; f < count; f++)
                samples.AsSpan(lead + f * group.FrameSamples + _slot, _perFrame).CopyTo(picked.AsSpan(f * _perFrame));
            var part = picked.AsSpan(0, count * _perFrame);
            if (format.Code == 8)
            {
                foreach (ref var sample in part) sample = last = unchecked(last + sample);
            }

            if (frame + count > from) receiver(part[(int)(Math.Max(0, from - frame) * _perFrame)..]);
            frame += count;
        }
    }

    private void Fill(FileStream stream, Span<byte> packed, int needed)
    {
        // The last group of a file may be cut short; what is not there is never handed out.
        var read = stream.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false);
        if (read < needed)
            throw new EcgFormatException($"{Path.GetFileName(group.Path)}: ends at byte {stream.Position}; expected {needed - read} more");
        packed[read..].Clear();
    }
}

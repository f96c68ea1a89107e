namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>The signals that share one signal file, interleaved frame by frame.</summary>
internal sealed class WfdbSignalGroup
{
    private const int MaxFrameSamples = 1 << 20;

    private WfdbSignalGroup(string path, WfdbFormat format, long byteOffset, int first, IReadOnlyList<WfdbSignal> signals)
    {
        Path = path;
        Format = format;
        ByteOffset = byteOffset;
        First = first;
        Signals = signals;
        FrameSamples = signals.Sum(s => s.SamplesPerFrame);
    }

    public string Path { get; }

    public WfdbFormat Format { get; }

    public long ByteOffset { get; }

    /// <summary>Index in the header of the group's first signal.</summary>
    public int First { get; }

    public IReadOnlyList<WfdbSignal> Signals { get; }

    /// <summary>Samples of a frame in this file.</summary>
    public int FrameSamples { get; }

    /// <summary>Groups neighbouring signals of one file; signals without a file belong to none.</summary>
    public static List<WfdbSignalGroup> Of(WfdbHeader header)
    {
        var groups = new List<WfdbSignalGroup>();
        for (var i = 0; i < header.Signals.Count;)
        {
            var first = header.Signals[i];
            var members = header.Signals.Skip(i).TakeWhile(s => s.FileName == first.FileName).ToList();
            if (!first.IsNull)
            {
                var place = $"{header.FileName}, signal {i}";
                if (members.Any(s => s.Format != first.Format || s.ByteOffset != first.ByteOffset))
                    throw new EcgFormatException($"{place}: signals of one file differ in format or byte offset");
                if (members.Sum(s => s.SamplesPerFrame) > MaxFrameSamples)
                    throw new EcgFormatException($"{place}: {members.Sum(s => s.SamplesPerFrame)} samples a frame; at most {MaxFrameSamples}");
                var path = WfdbPath.Resolve(header.Folder, first.FileName, place);
                groups.Add(new WfdbSignalGroup(path, WfdbFormat.Get(first.Format, place), first.ByteOffset, i, members));
            }

            i += members.Count;
        }

        return groups;
    }

    /// <summary>Frames the file holds.</summary>
    /// <exception cref="EcgFormatException">There is no such file, or it is too short for what the header claims.</exception>
    public long CheckLength(WfdbHeader header)
    {
        var file = new FileInfo(Path);
        var name = System.IO.Path.GetFileName(Path);
        if (!file.Exists) throw new EcgFormatException($"{header.FileName}: signal file {name} does not exist");
        var held = Format.SamplesIn(Math.Max(0, file.Length - ByteOffset)) / FrameSamples;
        if (header.Length <= held && ByteOffset <= file.Length) return held;
        var needed = ByteOffset + Format.BytesFor(header.Length * FrameSamples);
        throw new EcgFormatException(
            $"{name}: {file.Length} bytes; {header.FileName} claims {header.Length} samples per signal, which take {needed}");
    }
}

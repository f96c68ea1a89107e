namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// A WFDB record, ordinary or multi-segment. Opening checks every claim of the headers against the sizes of the files; no file is held
/// open. Reading a whole signal verifies its checksums, reading a stretch of it does not.
/// </summary>
public sealed class WfdbRecord
{
    /// <summary>Digital value handed out for a sample that is missing, whatever value the file's format sets aside for it.</summary>
    public const int Missing = int.MinValue;

    private readonly WfdbSegmentTable _table;

    private WfdbRecord(WfdbHeader header)
    {
        Header = header;
        _table = WfdbSegmentTable.Of(header);
    }

    private delegate void Receiver(WfdbSignal source, int index, ReadOnlySpan<int> samples);

    /// <summary>The record's own header; of a multi-segment record the one that lists the segments.</summary>
    public WfdbHeader Header { get; }

    /// <summary>The signals; of a multi-segment record those of its layout or first segment.</summary>
    public IReadOnlyList<WfdbSignal> Signals => _table.Signals;

    /// <summary>Frames of the whole record.</summary>
    public long FrameCount => _table.Length;

    /// <summary>Opens a record.</summary>
    /// <param name="path">The record, with or without ".hea", in any folder; its signal files lie in that folder or below.</param>
    /// <exception cref="EcgFormatException">A header or signal file is not what it should be; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static WfdbRecord Open(string path) => new(WfdbHeader.Read(path));

    /// <summary>Samples of a signal: frames times its samples per frame.</summary>
    public long SampleCount(int signal) => FrameCount * Signals[signal].SamplesPerFrame;

    /// <summary>Samples per second of a signal.</summary>
    /// <exception cref="EcgFormatException">The rate is absurd.</exception>
    public double RateHz(int signal) => RateRange.Check(Header.FrameRateHz * Signals[signal].SamplesPerFrame, Place(signal));

    /// <summary>Samples [from, to) of a signal in ADC units; <see cref="Missing"/> where there is none.</summary>
    public int[] ReadDigital(int signal, long from, long to)
    {
        var samples = Allocate<int>(signal, from, to);
        Array.Fill(samples, Missing);
        Visit(signal, from, to, (_, index, part) => part.CopyTo(samples.AsSpan(index)));
        return samples;
    }

    /// <summary>A whole signal in ADC units, checksums verified.</summary>
    public int[] ReadDigital(int signal) => ReadDigital(signal, 0, SampleCount(signal));

    /// <summary>Samples [from, to) of a signal in its own units; NaN where there is none.</summary>
    public float[] ReadPhysical(int signal, long from, long to) => ReadScaled(signal, from, to, _ => 1);

    /// <summary>A whole signal in its own units, checksums verified.</summary>
    public float[] ReadPhysical(int signal) => ReadPhysical(signal, 0, SampleCount(signal));

    /// <summary>Samples [from, to) of a signal in millivolts; NaN where there is none.</summary>
    /// <exception cref="EcgFormatException">The signal is no voltage.</exception>
    public float[] ReadMillivolts(int signal, long from, long to) => ReadScaled(signal, from, to, source =>
        VoltageUnit.TryGetMillivolts(source.Units, out var millivolts)
            ? millivolts
            : throw new EcgFormatException($"{Place(signal)}: units '{source.Units}'; expected mV, uV or V"));

    /// <summary>A whole signal in millivolts, checksums verified.</summary>
    /// <exception cref="EcgFormatException">The signal is no voltage, or a checksum is wrong.</exception>
    public float[] ReadMillivolts(int signal) => ReadMillivolts(signal, 0, SampleCount(signal));

    /// <summary>Reads every signal in constant memory and compares the checksums.</summary>
    /// <exception cref="EcgFormatException">One is wrong; the message names file and signal.</exception>
    public void VerifyChecksums()
    {
        foreach (var part in _table.Parts)
        {
            for (var s = 0; s < part.Record.Header.Signals.Count; s++)
                part.Record.Read(s, 0, part.Record.Length * part.Record.Header.Signals[s].SamplesPerFrame, static (_, _) => { });
        }
    }

    private float[] ReadScaled(int signal, long from, long to, Func<WfdbSignal, double> unit)
    {
        _ = unit(Signals[signal]);
        var samples = Allocate<float>(signal, from, to);
        Array.Fill(samples, float.NaN);
        Visit(signal, from, to, (source, index, part) =>
        {
            var scale = unit(source) / source.Gain;
            for (var i = 0; i < part.Length; i++)
            {
                if (part[i] != Missing) samples[index + i] = (float)(((double)part[i] - source.Baseline) * scale);
            }
        });
        return samples;
    }

    private void Visit(int signal, long from, long to, Receiver receiver)
    {
        var perFrame = Signals[signal].SamplesPerFrame;
        foreach (var part in _table.Parts)
        {
            var start = part.Start * perFrame;
            var begin = Math.Max(from, start);
            var end = Math.Min(to, start + part.Record.Length * perFrame);
            if (end <= begin || part.Map[signal] < 0) continue;
            var source = part.Record.Header.Signals[part.Map[signal]];
            part.Record.Read(part.Map[signal], begin - start, end - start, (index, samples) => receiver(source, (int)(start + index - from), samples));
        }
    }

    private T[] Allocate<T>(int signal, long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, SampleCount(signal));
        // A stored signal has at least a byte for each sample, so the file's size bounds it; gaps and repeated segments have nothing.
        if (Header.Segments.Count > 0 || Signals[signal].IsNull) SampleLimit.Check(to - from, Place(signal));
        if (to - from > Array.MaxLength) throw new EcgFormatException($"{Place(signal)}: {to - from} samples are too many to read at once");
        return new T[to - from];
    }

    private string Place(int signal) => $"{Header.FileName}, signal {signal} ({Signals[signal].Description})";
}

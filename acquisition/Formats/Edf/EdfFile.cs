namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>
/// An EDF, EDF+ or BDF file. Opening checks the header against the file's length; no file is held open. The most negative digital value
/// is a missing sample where the header puts the digital minimum above it; so is the time between the data records of an EDF+D file.
/// </summary>
public sealed class EdfFile
{
    /// <summary>Digital value handed out for a missing sample.</summary>
    public const int Missing = int.MinValue;

    private EdfFile(EdfHeader header) => Header = header;

    private delegate void RecordReceiver(long record, ReadOnlySpan<byte> bytes);

    public EdfHeader Header { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="EcgFormatException">It is no such file, or its length is not what its header claims.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EdfFile Open(string path) => new(EdfHeader.Read(path));

    /// <summary>Samples per second of a signal.</summary>
    /// <exception cref="EcgFormatException">The rate is absurd, or data records last no time.</exception>
    public double RateHz(int signal) => RateRange.Check(Header.Signals[signal].SamplesPerRecord / Header.RecordSeconds, Place(signal));

    /// <summary>All samples of a signal in digital units; <see cref="Missing"/> where there is none.</summary>
    public int[] ReadDigital(int signal)
    {
        var perRecord = Header.Signals[signal].SamplesPerRecord;
        var starts = FindStarts(signal);
        var total = starts is null ? Header.RecordCount * perRecord : starts.Length == 0 ? 0 : starts[^1] + perRecord;
        if (starts is not null) SampleLimit.Check(total - Header.RecordCount * perRecord, Place(signal));
        if (total > Array.MaxLength) throw new EcgFormatException($"{Place(signal)}: {total} samples are too many to read at once");
        var samples = new int[total];
        if (starts is not null) Array.Fill(samples, Missing);
        var (isBdf, lowest) = Header.IsBdf ? (true, -(1 << 23)) : (false, short.MinValue);
        var marksMissing = Header.Signals[signal].DigitalMin > lowest;
        ReadRecords(signal, (record, bytes) =>
        {
            var into = samples.AsSpan((int)(starts is null ? record * perRecord : starts[record]), perRecord);
            for (var i = 0; i < into.Length; i++)
            {
                var value = isBdf
                    ? bytes[3 * i] | bytes[3 * i + 1] << 8 | (sbyte)bytes[3 * i + 2] << 16
                    : bytes[2 * i] | (sbyte)bytes[2 * i + 1] << 8;
                into[i] = marksMissing && value == lowest ? Missing : value;
            }
        });
        return samples;
    }

    /// <summary>All samples of a signal in its own units; NaN where there is none.</summary>
    public float[] ReadPhysical(int signal) => ReadScaled(signal, 1);

    /// <summary>All samples of a signal in millivolts; NaN where there is none.</summary>
    /// <exception cref="EcgFormatException">The signal is no voltage.</exception>
    public float[] ReadMillivolts(int signal) =>
        VoltageUnit.TryGetMillivolts(Header.Signals[signal].Units, out var millivolts)
            ? ReadScaled(signal, millivolts)
            : throw new EcgFormatException($"{Place(signal)}: units '{Header.Signals[signal].Units}'; expected mV, uV or V");

    /// <summary>All annotations, in the order of the file.</summary>
    public IReadOnlyList<EdfAnnotation> ReadAnnotations()
    {
        var annotations = new List<EdfAnnotation>();
        for (var s = 0; s < Header.Signals.Count; s++)
        {
            if (!Header.IsPlus || !Header.Signals[s].IsAnnotations) continue;
            ReadRecords(s, (record, bytes) =>
                EdfTimeStampedAnnotations.Parse(bytes, $"{Header.FileName}, data record {record}", annotations));
        }

        return annotations;
    }

    private float[] ReadScaled(int signal, double unit)
    {
        var digital = ReadDigital(signal);
        var description = Header.Signals[signal];
        var scale = description.UnitsPerDigit * unit;
        var offset = description.PhysicalMin * unit;
        return Array.ConvertAll(digital, d => d == Missing ? float.NaN : (float)(((double)d - description.DigitalMin) * scale + offset));
    }

    /// <summary>First sample of each data record where there may be gaps between them; null where there are none.</summary>
    private long[]? FindStarts(int signal)
    {
        if (Header.IsContinuous) return null;
        var clock = Header.Signals.ToList().FindIndex(s => s.IsAnnotations);
        if (clock < 0) throw new EcgFormatException($"{Header.FileName}: EDF+D without an annotation signal, which gives the start of each data record");
        var rate = RateHz(signal);
        var starts = new long[Header.RecordCount];
        var origin = 0.0;
        ReadRecords(clock, (record, bytes) =>
        {
            var place = $"{Header.FileName}, data record {record}";
            var onset = EdfTimeStampedAnnotations.Parse(bytes, place, null) ?? throw new EcgFormatException($"{place}: no start time");
            if (record == 0) origin = onset;
            var start = (long)Math.Round((onset - origin) * rate);
            var earliest = record == 0 ? 0 : starts[record - 1] + Header.Signals[signal].SamplesPerRecord;
            // Start times are rounded decimals: a sample too early is the next one.
            if (start < earliest - 1) throw new EcgFormatException($"{place}: begins before the one before it ends");
            starts[record] = Math.Max(start, earliest);
        });
        return starts;
    }

    private void ReadRecords(int signal, RecordReceiver receiver)
    {
        using var stream = new FileStream(Header.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var offset = Header.Bytes + Header.Signals.Take(signal).Sum(s => (long)s.SamplesPerRecord) * Header.SampleBytes;
        var recordBytes = Header.RecordBytes;
        if (Header.RecordCount == 0) return;
        var bytes = new byte[Header.Signals[signal].SamplesPerRecord * Header.SampleBytes];
        for (long record = 0; record < Header.RecordCount; record++)
        {
            stream.Position = offset + record * recordBytes;
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new EcgFormatException($"{Header.FileName}: ends at byte {stream.Position} in data record {record}");
            receiver(record, bytes);
        }
    }

    private string Place(int signal) => $"{Header.FileName}, signal {signal} ({Header.Signals[signal].Label})";
}

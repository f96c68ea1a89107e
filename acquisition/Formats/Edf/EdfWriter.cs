using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>
/// Writes EDF+C files. Samples are microvolts in the finest round step that holds the signal; the digital range is -32767 to 32767, and
/// -32768, outside of it, is a missing sample. The last data record is filled up with missing samples.
/// </summary>
public static class EdfWriter
{
    private const int Limit = short.MaxValue;
    private static readonly double[] s_stepsMicrovolts = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="signals">Millivolts, one array of the same length for each signal; NaN is a missing sample.</param>
    /// <param name="options">Labels, start and annotations.</param>
    /// <exception cref="EcgFormatException">EDF cannot express a sample or the rate.</exception>
    /// <exception cref="ArgumentException">A label, length or annotation is wrong.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, double rateHz, IReadOnlyList<float[]> signals, EdfWriterOptions options)
    {
        if (!RateRange.Contains(rateHz)) throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, $"expected {RateRange.Min} to {RateRange.Max}");
        if (signals.Count == 0 || signals.Any(s => s.Length != signals[0].Length) || signals[0].Length == 0)
            throw new ArgumentException("expected at least one signal, all of one length", nameof(signals));
        if (options.Labels.Count != signals.Count) throw new ArgumentException($"{options.Labels.Count} labels for {signals.Count} signals", nameof(options));

        var record = EdfRecordLength.For(rateHz);
        var steps = signals.Select((s, i) => Step(Largest(s), $"{Path.GetFileName(path)}, signal {i} ({options.Labels[i]})")).ToArray();
        var count = (signals[0].Length + record.Samples - 1) / record.Samples;
        var notes = Notes(options, count, record);
        var noteBytes = notes[0].Length;

        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        stream.Write(Header(options, record, count, steps, noteBytes / 2));
        var bytes = new byte[record.Samples * 2];
        for (var r = 0; r < count; r++)
        {
            for (var s = 0; s < signals.Count; s++)
            {
                var start = r * record.Samples;
                Encode(signals[s].AsSpan(start, Math.Min(record.Samples, signals[s].Length - start)), steps[s], bytes);
                stream.Write(bytes);
            }

            stream.Write(notes[r]);
        }
    }

    /// <summary>
    /// Encodes one signal that need not lie in memory: the header, then each data record, as the pieces of the signal come.
    /// </summary>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="length">Samples that will come, at least 1.</param>
    /// <param name="largestMillivolts">The greatest magnitude among them, which decides the step.</param>
    /// <param name="pieces">Millivolts; NaN is a missing sample.</param>
    /// <param name="options">One label, start and annotations.</param>
    /// <exception cref="EcgFormatException">EDF cannot express the voltage or the rate.</exception>
    /// <exception cref="ArgumentException">A label, length or annotation is wrong.</exception>
    public static IEnumerable<byte[]> Encode(
        double rateHz, long length, float largestMillivolts, IEnumerable<float[]> pieces, EdfWriterOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var record = EdfRecordLength.For(rateHz);
        var step = Step(largestMillivolts, options.Labels[0]);
        var count = checked((int)((length + record.Samples - 1) / record.Samples));
        var notes = Notes(options, count, record);
        yield return Header(options, record, count, [step], notes[0].Length / 2);

        var samples = new float[record.Samples];
        var (held, next, taken) = (0, 0, 0L);
        foreach (var piece in pieces)
        {
            taken += piece.Length;
            if (taken > length) throw new ArgumentException($"more samples than the {length} announced", nameof(pieces));
            for (var from = 0; from < piece.Length;)
            {
                var part = Math.Min(record.Samples - held, piece.Length - from);
                piece.AsSpan(from, part).CopyTo(samples.AsSpan(held));
                (held, from) = (held + part, from + part);
                if (held == record.Samples) yield return Record();
            }
        }

        if (taken < length) throw new ArgumentException($"{taken} samples of the {length} announced", nameof(pieces));
        if (held > 0) yield return Record();

        byte[] Record()
        {
            var bytes = new byte[record.Samples * 2 + notes[next].Length];
            Encode(samples.AsSpan(0, held), step, bytes.AsSpan(0, record.Samples * 2));
            notes[next].CopyTo(bytes, record.Samples * 2);
            (held, next) = (0, next + 1);
            return bytes;
        }
    }

    /// <summary>The annotations of each data record, all of one even length.</summary>
    private static byte[][] Notes(EdfWriterOptions options, int count, EdfRecordLength record)
    {
        var whole = new DateTime(options.StartTime.Ticks - options.StartTime.Ticks % TimeSpan.TicksPerSecond, options.StartTime.Kind);
        var notes = EdfAnnotationBlocks.Make(options.Annotations, count, record.Seconds, (options.StartTime - whole).TotalSeconds);
        var length = (notes.Max(n => n.Length) + 1) / 2 * 2;
        for (var i = 0; i < notes.Length; i++) Array.Resize(ref notes[i], length);
        return notes;
    }

    private static float Largest(float[] samples)
    {
        var largest = 0f;
        foreach (var sample in samples)
        {
            if (!float.IsNaN(sample)) largest = Math.Max(largest, Math.Abs(sample));
        }

        return largest;
    }

    private static double Step(float largest, string place)
    {
        foreach (var step in s_stepsMicrovolts)
        {
            if (largest * 1000.0 <= step * Limit) return step;
        }

        throw new EcgFormatException(string.Create(
            CultureInfo.InvariantCulture, $"{place}: a sample of {largest} mV; EDF holds up to {s_stepsMicrovolts[^1] * Limit / 1000} mV"));
    }

    private static void Encode(ReadOnlySpan<float> samples, double step, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length / 2; i++)
        {
            var value = i < samples.Length && !float.IsNaN(samples[i])
                ? (short)Math.Clamp(Math.Round(samples[i] * 1000.0 / step), -Limit, Limit)
                : short.MinValue;
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], value);
        }
    }

    private static byte[] Header(EdfWriterOptions options, EdfRecordLength record, int count, double[] steps, int noteSamples)
    {
        var text = new StringBuilder();
        var signals = steps.Length + 1;
        var start = options.StartTime;
        if (start.Year is < 1985 or > 2084) throw new ArgumentException($"start in {start.Year}; EDF holds 1985 to 2084", nameof(options));
        Put("0", 8);
        Put(options.Patient, 80);
        Put($"Startdate {start.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant()} X X {options.Equipment}", 80);
        Put(start.ToString("dd.MM.yy", CultureInfo.InvariantCulture), 8);
        Put(start.ToString("HH.mm.ss", CultureInfo.InvariantCulture), 8);
        Put((256 * (signals + 1)).ToString(CultureInfo.InvariantCulture), 8);
        Put("EDF+C", 44);
        Put(count.ToString(CultureInfo.InvariantCulture), 8);
        Put(EdfRecordLength.Field(record.Seconds), 8);
        Put(signals.ToString(CultureInfo.InvariantCulture), 4);
        Column(16, s => options.Labels[s], "EDF Annotations");
        Column(80, _ => "", "");
        Column(8, _ => "uV", "");
        Column(8, s => EdfRecordLength.Field(-Limit * steps[s]), "-1");
        Column(8, s => EdfRecordLength.Field(Limit * steps[s]), "1");
        Column(8, _ => "-32767", "-32768");
        Column(8, _ => "32767", "32767");
        Column(80, _ => "", "");
        Column(8, _ => record.Samples.ToString(CultureInfo.InvariantCulture), noteSamples.ToString(CultureInfo.InvariantCulture));
        Column(32, _ => "", "");
        return Encoding.ASCII.GetBytes(text.ToString());

        void Column(int width, Func<int, string> value, string last)
        {
            for (var s = 0; s < steps.Length; s++) Put(value(s), width);
            Put(last, width);
        }

        void Put(string value, int width)
        {
            if (value.Length > width || value.Any(c => c is < ' ' or > '~'))
                throw new ArgumentException($"'{value}'; an EDF field of {width} printable ASCII characters", nameof(options));
            text.Append(value.PadRight(width));
        }
    }
}

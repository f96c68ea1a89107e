using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Writes WFDB records: one signal file in one format, with initial values and checksums.</summary>
public static class WfdbWriter
{
    private const int PieceFrames = 1 << 12;

    /// <summary>Writes name.dat, then name.hea.</summary>
    /// <param name="folder">Folder, which exists.</param>
    /// <param name="name">Record name: letters, digits, _ and -.</param>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="signals">Millivolts, one array of the same length for each signal; NaN is a missing sample.</param>
    /// <param name="options">Lead names, gain, units and format.</param>
    /// <exception cref="EcgFormatException">A sample does not fit the format at this gain; nothing is written then.</exception>
    /// <exception cref="ArgumentException">A name, length or format is wrong.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, string name, double rateHz, IReadOnlyList<float[]> signals, WfdbWriterOptions options)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ArgumentException($"'{name}' is no record name; expected letters, digits, _ and -", nameof(name));
        if (!RateRange.Contains(rateHz)) throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, $"expected {RateRange.Min} to {RateRange.Max}");
        if (signals.Count == 0 || signals.Any(s => s.Length != signals[0].Length))
            throw new ArgumentException("expected at least one signal, all of one length", nameof(signals));
        if (options.Leads.Count != signals.Count || options.Leads.Any(l => l.Any(char.IsControl)))
            throw new ArgumentException($"{options.Leads.Count} lead names for {signals.Count} signals; expected one line of text each", nameof(options));
        if (!VoltageUnit.TryGetMillivolts(options.Units, out var unit) || !double.IsFinite(options.Gain) || options.Gain == 0)
            throw new ArgumentException($"gain {options.Gain} per '{options.Units}'; expected a number other than 0 per mV, uV or V", nameof(options));
        var format = WfdbFormat.Get(options.Format, name);
        if (format.Code == 8) throw new ArgumentException("signal format 8 is read, not written", nameof(options));

        var scale = options.Gain / unit;
        for (var s = 0; s < signals.Count; s++) CheckRange(signals[s], scale, options, format, $"{name}, signal {s} ({options.Leads[s]})");
        var sums = WriteSamples(Path.Combine(folder, name + ".dat"), signals, scale, options.Baseline, format);
        WriteHeader(Path.Combine(folder, name + ".hea"), name, rateHz, signals, scale, options, format, sums);
    }

    private static int Digital(float millivolts, double scale, int baseline, WfdbFormat format) =>
        float.IsNaN(millivolts) ? format.Invalid : (int)Math.Round(millivolts * scale + baseline);

    private static void CheckRange(float[] samples, double scale, WfdbWriterOptions options, WfdbFormat format, string place)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (float.IsNaN(samples[i])) continue;
            var value = Math.Round(samples[i] * scale + options.Baseline);
            if (value >= format.Min && value <= format.Max) continue;
            throw new EcgFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{place}, sample {i}: {samples[i]} mV is {value} at gain {options.Gain}/{options.Units}; format {format.Code} holds {format.Min} to {format.Max}"));
        }
    }

    private static int[] WriteSamples(string path, IReadOnlyList<float[]> signals, double scale, int baseline, WfdbFormat format)
    {
        // A piece is a whole number of groups for any number of signals: 2 and 3 both divide it.
        var pieceFrames = PieceFrames * 6;
        var samples = new int[pieceFrames * signals.Count];
        var packed = new byte[format.BytesFor(samples.Length)];
        var sums = new int[signals.Count];
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        for (var start = 0; start < signals[0].Length; start += pieceFrames)
        {
            var frames = Math.Min(pieceFrames, signals[0].Length - start);
            Array.Clear(samples);
            for (var f = 0; f < frames; f++)
            {
                for (var s = 0; s < signals.Count; s++)
                {
                    var value = Digital(signals[s][start + f], scale, baseline, format);
                    samples[f * signals.Count + s] = value;
                    sums[s] = unchecked(sums[s] + value);
                }
            }

            format.Encode(samples, packed);
            stream.Write(packed, 0, (int)format.BytesFor((long)frames * signals.Count));
        }

        return sums;
    }

    private static void WriteHeader(
        string path, string name, double rateHz, IReadOnlyList<float[]> signals, double scale, WfdbWriterOptions options, WfdbFormat format, int[] sums)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{name} {signals.Count} {rateHz} {signals[0].Length}\n");
        for (var s = 0; s < signals.Count; s++)
        {
            var first = signals[s].Length == 0 ? 0 : Digital(signals[s][0], scale, options.Baseline, format);
            text.Append(CultureInfo.InvariantCulture, $"{name}.dat {format.Code} {options.Gain}({options.Baseline})/{options.Units} {format.Bits} 0 {first} ");
            text.Append(CultureInfo.InvariantCulture, $"{unchecked((short)sums[s])} 0 {options.Leads[s]}\n");
        }

        foreach (var comment in options.Comments)
        {
            foreach (var line in comment.Split('\n')) text.Append("# ").Append(line.TrimEnd('\r')).Append('\n');
        }

        File.WriteAllText(path, text.ToString(), Encoding.Latin1);
    }
}

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
        if (signals.Count == 0 || signals.Any(s => s.Length != signals[0].Length))
            throw new ArgumentException("expected at least one signal, all of one length", nameof(signals));
        WfdbHeaderText.Check(name, rateHz, signals.Count, options);
        var format = WfdbFormat.Get(options.Format, name);
        if (format.Code == 8) throw new ArgumentException("signal format 8 is read, not written", nameof(options));

        var scale = options.UnitsPerMillivolt;
        for (var s = 0; s < signals.Count; s++) CheckRange(signals[s], scale, options, format, $"{name}, signal {s} ({options.Leads[s]})");
        var sums = WriteSamples(Path.Combine(folder, name + ".dat"), signals, scale, options.Baseline, format);
        var ends = sums.Select((sum, s) => (signals[s].Length == 0 ? 0 : Digital(signals[s][0], scale, options.Baseline, format), sum)).ToArray();
        var header = WfdbHeaderText.Of(name, rateHz, signals[0].Length, options, format, ends);
        File.WriteAllText(Path.Combine(folder, name + ".hea"), header, Encoding.Latin1);
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
}

using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>Parses the fixed-width ASCII fields of an EDF header.</summary>
internal sealed class EdfHeaderParser(Stream stream, string path)
{
    private const int MaxSignals = 4096;
    private const int MaxSamplesPerRecord = 1 << 24;

    private readonly string _name = Path.GetFileName(path);
    private int _position;

    public EdfHeader Parse()
    {
        var version = Raw(8);
        var isBdf = version == "\u00ffBIOSEMI";
        if (!isBdf && version.TrimEnd() != "0") throw new EcgFormatException($"{_name}: no EDF or BDF file; expected version '0' at byte 0");
        var patient = Text(80);
        var recording = Text(80);
        var start = ParseStart(Text(8), Text(8));
        var bytes = (int)Integer("header size", 256, 256 * (MaxSignals + 1));
        var reserved = Text(44);
        var records = Integer("number of data records", -1, long.MaxValue >> 24, 8);
        var seconds = Number("duration of a data record");
        if (seconds is < 0 or > 1e6) throw Fault("duration of a data record", 8, "expected 0 to 1000000 seconds");
        var count = (int)Integer("number of signals", 1, MaxSignals, 4);
        if (bytes != 256 * (count + 1)) throw new EcgFormatException($"{_name}: header size {bytes}; {count} signals take {256 * (count + 1)}");
        var signals = ParseSignals(count, isBdf);
        var isPlus = reserved.StartsWith("EDF+", StringComparison.Ordinal) || reserved.StartsWith("BDF+", StringComparison.Ordinal);
        var header = new EdfHeader(
            path, isBdf, isPlus, !(isPlus && reserved.AsSpan(4).StartsWith("D")), patient, recording, start, Math.Max(0, records), seconds, signals);
        return CheckLength(header, records);
    }

    private EdfHeader CheckLength(EdfHeader header, long records)
    {
        var data = stream.Length - header.Bytes;
        // -1 is how an interrupted recording is marked: what is whole of it counts.
        if (records < 0) return header with { RecordCount = header.RecordBytes == 0 ? 0 : data / header.RecordBytes };
        var expected = (Int128)records * header.RecordBytes;
        return data == expected
            ? header
            : throw new EcgFormatException(
                $"{_name}: {stream.Length} bytes; its header claims {records} data records of {header.RecordBytes} bytes, which take {expected + header.Bytes}");
    }

    private EdfSignal[] ParseSignals(int count, bool isBdf)
    {
        // The header holds every signal's label, then every signal's transducer, and so on.
        var labels = Column(count, () => Text(16));
        var transducers = Column(count, () => Text(80));
        var units = Column(count, () => Text(8));
        var physicalMin = Column(count, () => Number("physical minimum"));
        var physicalMax = Column(count, () => Number("physical maximum"));
        var (least, most) = isBdf ? (-(1 << 23), (1 << 23) - 1) : (short.MinValue, short.MaxValue);
        var digitalMin = Column(count, () => (int)Integer("digital minimum", least, most));
        var digitalMax = Column(count, () => (int)Integer("digital maximum", least, most));
        var prefilters = Column(count, () => Text(80));
        var samples = Column(count, () => (int)Integer("samples in a data record", 1, MaxSamplesPerRecord));
        _ = Column(count, () => Text(32));
        var signals = new EdfSignal[count];
        for (var i = 0; i < count; i++)
        {
            signals[i] = new EdfSignal(
                labels[i], transducers[i], units[i], physicalMin[i], physicalMax[i], digitalMin[i], digitalMax[i], prefilters[i], samples[i]);
            if (signals[i].IsAnnotations) continue;
            if (digitalMax[i] <= digitalMin[i])
                throw new EcgFormatException($"{_name}, signal {i}: digital maximum {digitalMax[i]} is not above the minimum {digitalMin[i]}");
            if (physicalMax[i] == physicalMin[i])
                throw new EcgFormatException(string.Create(CultureInfo.InvariantCulture, $"{_name}, signal {i}: physical minimum and maximum are both {physicalMin[i]}"));
        }

        return signals;
    }

    private static T[] Column<T>(int count, Func<T> read)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++) values[i] = read();
        return values;
    }

    private static DateTime? ParseStart(string date, string time)
    {
        if (!DateTime.TryParseExact($"{date} {time}", "dd.MM.yy HH.mm.ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return null;
        // EDF+: years 85 to 99 are 1985 to 1999, the others 2000 to 2084.
        var year = start.Year % 100;
        return new DateTime(year >= 85 ? 1900 + year : 2000 + year, start.Month, start.Day, 0, 0, 0, DateTimeKind.Unspecified) + start.TimeOfDay;
    }

    private long Integer(string what, long min, long max, int width = 8)
    {
        var text = Text(width);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Fault(what, width, $"'{text}'; expected a whole number, {min} to {max}");
    }

    private double Number(string what)
    {
        var text = Text(8);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Fault(what, 8, $"'{text}' is not a number");
    }

    private EcgFormatException Fault(string what, int width, string text) => new($"{_name}, byte {_position - width}: {what} {text}");

    private string Text(int width)
    {
        var text = Raw(width);
        return text.Contains('\0') ? throw new EcgFormatException($"{_name}, byte {_position - width}: NUL byte; expected text") : text.Trim();
    }

    private string Raw(int width)
    {
        Span<byte> bytes = stackalloc byte[80];
        var read = stream.ReadAtLeast(bytes[..width], width, throwOnEndOfStream: false);
        _position += read;
        return read == width ? Encoding.Latin1.GetString(bytes[..width]) : throw new EcgFormatException($"{_name}: header ends at byte {_position}");
    }
}

using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Decodes an annotation file word by word.</summary>
internal sealed class WfdbAnnotationReader(Stream stream, string name)
{
    private readonly List<WfdbAnnotation> _items = [];
    private readonly List<WfdbCodeDefinition> _definitions = [];
    private double? _rate;
    private bool _inDefinitions;
    private bool _inPrologue = true;
    private long _position;

    public WfdbAnnotations Read()
    {
        long time = 0;
        WfdbAnnotation? current = null;
        byte channel = 0;
        sbyte number = 0;
        while (true)
        {
            var word = Word("an annotation or the end mark");
            var code = word >> 10;
            var data = word & WfdbAnnotationWord.MaxData;
            if (code > WfdbCode.Max && code < WfdbAnnotationWord.Skip)
                throw new EcgFormatException($"{name}, byte {_position - 2}: annotation code {code}; expected 1 to {WfdbCode.Max}");
            switch (code)
            {
                case WfdbAnnotationWord.Skip:
                    Flush(ref current);
                    var high = Word("the interval of a SKIP");
                    time = Add(time, high << 16 | Word("the interval of a SKIP"));
                    break;
                case WfdbAnnotationWord.Number:
                    number = unchecked((sbyte)data);
                    current = Owner(current, "NUM") with { Number = number };
                    break;
                case WfdbAnnotationWord.Subtype:
                    current = Owner(current, "SUB") with { Subtype = unchecked((sbyte)data) };
                    break;
                case WfdbAnnotationWord.Channel:
                    channel = unchecked((byte)data);
                    current = Owner(current, "CHN") with { Channel = channel };
                    break;
                case WfdbAnnotationWord.Auxiliary:
                    current = Owner(current, "AUX") with { Auxiliary = Text(data) };
                    break;
                default:
                    Flush(ref current);
                    if (word == 0) return End();
                    time = Add(time, data);
                    // CHN and NUM hold until they change.
                    current = new WfdbAnnotation(time, code, 0, channel, number);
                    break;
            }
        }
    }

    private WfdbAnnotations End()
    {
        var next = stream.ReadByte();
        if (next >= 0 && !AllZero(next)) throw new EcgFormatException($"{name}, byte {_position}: data after the end mark");
        return new WfdbAnnotations(_items, _rate, _definitions);
    }

    private bool AllZero(int next)
    {
        for (; next >= 0; next = stream.ReadByte())
        {
            if (next != 0) return false;
        }

        return true;
    }

    private void Flush(ref WfdbAnnotation? current)
    {
        if (current is not { } annotation) return;
        current = null;
        if (!IsPrologue(annotation)) _items.Add(annotation);
    }

    /// <summary>Notes at time 0 whose text begins with ## describe the file; an empty annotation ends them.</summary>
    private bool IsPrologue(WfdbAnnotation annotation)
    {
        if (!_inPrologue || annotation.Sample != 0) return _inPrologue = false;
        if (annotation.Code == 0) return true;
        if (annotation.Code != WfdbCode.Note) return _inPrologue = false;
        var text = annotation.Auxiliary.TrimEnd('\0', '\n', ' ');
        if (_inDefinitions)
        {
            if (text.StartsWith(WfdbAnnotations.DefinitionsEnd, StringComparison.Ordinal)) _inDefinitions = false;
            else Define(text);
            return true;
        }

        if (text.StartsWith(WfdbAnnotations.DefinitionsBegin, StringComparison.Ordinal)) return _inDefinitions = true;
        if (!text.StartsWith(WfdbAnnotations.ResolutionNote, StringComparison.Ordinal)) return _inPrologue = false;
        var rate = text[WfdbAnnotations.ResolutionNote.Length..].Trim();
        if (!double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new EcgFormatException($"{name}, byte {_position}: time resolution '{WfdbFields.Shorten(rate)}' is not a number");
        _rate = RateRange.Check(value, $"{name}, time resolution");
        return true;
    }

    private void Define(string text)
    {
        var fields = text.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is 0 or > WfdbCode.Max)
            throw new EcgFormatException($"{name}, byte {_position}: definition '{WfdbFields.Shorten(text)}'; expected code, mnemonic and description");
        _definitions.Add(new WfdbCodeDefinition(code, fields[1], fields.Length > 2 ? fields[2] : ""));
    }

    private WfdbAnnotation Owner(WfdbAnnotation? current, string what) =>
        current ?? throw new EcgFormatException($"{name}, byte {_position - 2}: {what} without an annotation before it");

    private long Add(long time, long interval)
    {
        var sum = time + interval;
        return Math.Abs(sum) < 1L << 52 ? sum : throw new EcgFormatException($"{name}, byte {_position}: sample index {sum} is absurd");
    }

    private string Text(int length)
    {
        if (length > byte.MaxValue) throw new EcgFormatException($"{name}, byte {_position - 2}: AUX of {length} bytes; at most {byte.MaxValue}");
        Span<byte> bytes = stackalloc byte[256];
        bytes = bytes[..(length + (length & 1))];
        Fill(bytes, "the text of an AUX");
        return Encoding.Latin1.GetString(bytes[..length]);
    }

    private int Word(string expected)
    {
        Span<byte> bytes = stackalloc byte[2];
        Fill(bytes, expected);
        return bytes[0] | bytes[1] << 8;
    }

    private void Fill(Span<byte> bytes, string expected)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _position += read;
        if (read < bytes.Length) throw new EcgFormatException($"{name}: ends at byte {_position}; expected {expected}");
    }
}

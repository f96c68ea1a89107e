namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Parses the lines of a header: the record line, then signals or segments, comments anywhere.</summary>
internal sealed class WfdbHeaderParser(LineReader lines, string file)
{
    /// <summary>Frames that a header may claim: 2^40, which keeps every product of sizes within 64 bits.</summary>
    private const long MaxLength = 1L << 40;
    private const int MaxSignals = 4096;
    private const int MaxSegments = 100_000;

    private readonly List<string> _comments = [];

    public WfdbHeader Parse(string path)
    {
        var fields = new WfdbFields(Line() ?? throw new EcgFormatException($"{file}: empty; expected a record line"), Place);
        var name = fields.Next("record name");
        var segments = -1;
        if (name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
        {
            segments = (int)fields.Integer(name[(slash + 1)..], "number of segments", 1, MaxSegments);
            name = name[..slash];
        }

        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new EcgFormatException($"{Place}: '{WfdbFields.Shorten(name)}' is no record name; expected letters, digits, _ and -");
        var signals = (int)fields.Integer(fields.Next("number of signals"), "number of signals", 0, MaxSignals);
        var (rate, counter, baseCounter) = ParseRate(fields);
        var length = fields.TryNext(out var text) ? fields.Integer(text, "number of samples", 0, MaxLength) : 0;
        var time = fields.TryNext(out text) ? text : null;
        var date = fields.TryNext(out text) ? text : null;
        return new WfdbHeader(
            path, name, signals, rate, counter, baseCounter, length, time, date,
            segments < 0 ? ParseSignals(signals) : [], segments < 0 ? [] : ParseSegments(segments), Rest());
    }

    private string Place => $"{file}, line {lines.Number}";

    private (double Rate, double Counter, double Base) ParseRate(WfdbFields fields)
    {
        if (!fields.TryNext(out var text)) return (250, 250, 0);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var rate = RateRange.Check(fields.Number(slash < 0 ? text : text[..slash], "sampling frequency"), Place);
        if (slash < 0) return (rate, rate, 0);
        var rest = text[(slash + 1)..];
        var (value, inner) = fields.SplitParentheses(rest, "counter frequency");
        var counter = fields.Number(value, "counter frequency");
        return (rate, counter > 0 ? counter : rate, inner is null ? 0 : fields.Number(inner, "base counter value"));
    }

    private List<WfdbSignal> ParseSignals(int count)
    {
        var signals = new List<WfdbSignal>();
        while (signals.Count < count)
        {
            var line = Line() ?? throw new EcgFormatException($"{file}: {signals.Count} signal lines; the record line claims {count}");
            signals.Add(WfdbSignalLine.Parse(new WfdbFields(line, Place)));
        }

        return signals;
    }

    private List<WfdbSegment> ParseSegments(int count)
    {
        var segments = new List<WfdbSegment>();
        while (segments.Count < count)
        {
            var line = Line() ?? throw new EcgFormatException($"{file}: {segments.Count} segment lines; the record line claims {count}");
            var fields = new WfdbFields(line, Place);
            segments.Add(new WfdbSegment(fields.Next("segment name"), fields.Integer(fields.Next("segment length"), "segment length", 0, MaxLength)));
        }

        return segments;
    }

    /// <summary>The next line that is neither empty nor a comment.</summary>
    private string? Line()
    {
        while (lines.Next() is { } line)
        {
            if (line.StartsWith('#')) _comments.Add(line[1..].Trim());
            else if (!string.IsNullOrWhiteSpace(line)) return line;
        }

        return null;
    }

    private List<string> Rest() => Line() is null ? _comments : throw new EcgFormatException($"{Place}: a line too many; expected a comment");
}

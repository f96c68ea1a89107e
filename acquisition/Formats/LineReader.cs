using System.Text;

namespace EcgEdge.Acquisition.Formats;

/// <summary>Reads a text line by line, never holding more than one bounded line: a file without line ends cannot fill the memory.</summary>
internal sealed class LineReader(TextReader reader, string name, int maxLength = LineReader.MaxLength)
{
    /// <summary>Characters a line may have unless told otherwise.</summary>
    public const int MaxLength = 1 << 20;

    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _length;
    private int _position;
    private bool _skipLineFeed;

    /// <summary>1-based number of the line last returned.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, or null at the end of the text.</summary>
    /// <exception cref="EcgFormatException">The line is too long or holds a NUL.</exception>
    public string? Next()
    {
        _line.Clear();
        var any = false;
        while (Fill())
        {
            var rest = _buffer.AsSpan(_position, _length - _position);
            if (_skipLineFeed && rest[0] == '\n')
            {
                _position++;
                _skipLineFeed = false;
                continue;
            }

            _skipLineFeed = false;
            any = true;
            var end = rest.IndexOfAny('\n', '\r');
            var part = end < 0 ? rest : rest[..end];
            if (part.Contains('\0')) throw new EcgFormatException($"{name}, line {Number + 1}: NUL byte; expected text");
            if (_line.Length + part.Length > maxLength)
                throw new EcgFormatException($"{name}, line {Number + 1}: longer than {maxLength} characters");
            _line.Append(part);
            _position += part.Length;
            if (end < 0) continue;
            _skipLineFeed = _buffer[_position++] == '\r';
            break;
        }

        if (!any) return null;
        Number++;
        return _line.ToString();
    }

    private bool Fill()
    {
        if (_position < _length) return true;
        _position = 0;
        _length = reader.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EcgEdge.Agent.Options;

/// <summary>
/// One settings file: JSON with comments and trailing commas. Nested names become keys with colons, items of a list are numbered, and
/// every value knows its line.
/// </summary>
public sealed class SettingsFile
{
    /// <summary>Name of the settings of a machine, in the folder a program is started in.</summary>
    public const string MachineName = "appsettings.json";

    /// <summary>Name of what was set through REST, in the storage directory.</summary>
    public const string OwnName = "settings.json";

    /// <summary>More than any configuration needs; a file that is longer is not one.</summary>
    private const int MostBytes = 1 << 20;

    private readonly Dictionary<string, (string? Value, int Line)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _lists = [];

    private SettingsFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Values and their lines by key; empty sections and lists have a null.</summary>
    public IReadOnlyDictionary<string, (string? Value, int Line)> Values => _values;

    /// <summary>Keys of the lists. A list replaces one of the same key in the files before as a whole.</summary>
    public IReadOnlyList<string> Lists => _lists;

    /// <summary>Reads a file.</summary>
    /// <exception cref="OptionsException">It cannot be read, or is not what it should be; the message names file, line and column.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.CanSeek && stream.Length > MostBytes) throw new OptionsException($"{path} has {stream.Length} bytes; expected at most {MostBytes}.");
            var bytes = new byte[MostBytes];
            var count = stream.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            return Parse(path, bytes.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OptionsException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="OptionsException">It is not what it should be; the message names file, line and column.</exception>
    public static SettingsFile Parse(string path, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[3..];
        if (!Utf8.IsValid(json)) throw new OptionsException($"{path} is not text in UTF-8.");
        var file = new SettingsFile(path);
        file.Read(json);
        return file;
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var errors = new List<string>();
        var lines = new LineCounter();
        var places = new Stack<Place>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new OptionsException($"{Path}, line 1: expected {{ at the beginning.");
            places.Push(new Place("", IsList: false));
            while (reader.Read())
            {
                var line = lines.At(json, (int)reader.TokenStartIndex);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        places.Peek().Name = reader.GetString()!;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        var isList = reader.TokenType == JsonTokenType.StartArray;
                        var key = places.Peek().NextKey();
                        if (isList) _lists.Add(key);
                        Note(key, null, line, errors);
                        places.Push(new Place(key, isList));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        places.Pop();
                        break;
                    default:
                        Note(places.Peek().NextKey(), ValueOf(reader), line, errors);
                        break;
                }
            }
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:")[0];
            throw new OptionsException($"{Path}, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {reason}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsException($"{Path}, line {lines.At(json, (int)reader.TokenStartIndex)}: half a surrogate pair is no text.", e);
        }

        if (errors.Count > 0) throw new OptionsException(errors);
    }

    private void Note(string key, string? value, int line, List<string> errors)
    {
        // An editor's pointer to the schema is no setting.
        if (key.Equals("$schema", StringComparison.Ordinal)) return;
        if (!_values.TryAdd(key, (value, line))) errors.Add($"{key} stands twice in {Path}, in lines {_values[key].Line} and {line}.");
    }

    private static string? ValueOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    private sealed record Place(string Key, bool IsList)
    {
        private int _items;

        public string Name { get; set; } = "";

        public string NextKey() => OptionTree.Join(Key, IsList ? $"{_items++}" : Name);
    }

    /// <summary>Counts lines as far as they are asked for, going forward only.</summary>
    private sealed class LineCounter
    {
        private int _position, _line = 1;

        public int At(ReadOnlySpan<byte> text, int position)
        {
            _line += text[_position..Math.Max(_position, position)].Count((byte)'\n');
            _position = Math.Max(_position, position);
            return _line;
        }
    }
}

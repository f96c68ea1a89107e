using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcgEdge.Agent.Options;

/// <summary>A settings file that is being changed: read, merged with what is new, checked, and only then written.</summary>
internal sealed class SettingsDraft
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly JsonObject _content;

    /// <exception cref="OptionsException">There is a file, but it is not what it should be.</exception>
    public SettingsDraft(string path)
    {
        _path = path;
        _content = [];
        if (!File.Exists(path)) return;
        // Read by our own reader first, which says what is wrong and where.
        SettingsFile.Read(path);
        _content = (JsonObject)JsonNode.Parse(File.ReadAllText(path), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
    }

    /// <summary>Merges a patch (RFC 7396): null takes a setting away, a list replaces a list. Names are the same in any case.</summary>
    public void Merge(JsonObject patch) => Merge(_content, patch);

    /// <summary>The content as a settings file.</summary>
    /// <exception cref="OptionsException">It is none.</exception>
    public SettingsFile Parse() => SettingsFile.Parse(_path, Bytes());

    /// <summary>Writes the file: complete under another name first, so that a power cut leaves the old one or the new one.</summary>
    public void Save()
    {
        var folder = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(folder);
        var draft = _path + ".new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Bytes());
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, _path, overwrite: true);
    }

    private byte[] Bytes() => Encoding.UTF8.GetBytes(_content.ToJsonString(s_indented) + "\n");

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var known = target.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
            if (value is null) target.Remove(known);
            else if (value is JsonObject part) Merge(target[known] as JsonObject ?? Put(target, known), part);
            else target[known] = value.DeepClone();
        }
    }

    private static JsonObject Put(JsonObject target, string name)
    {
        var section = new JsonObject();
        target[name] = section;
        return section;
    }
}

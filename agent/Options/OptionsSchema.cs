using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcgEdge.Agent.Options;

/// <summary>The JSON schema (draft 2020-12) of a settings file.</summary>
public static class OptionsSchema
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="FileNotFoundException">The descriptions are missing.</exception>
    public static string Write() => Root(OptionDocs.Load()).ToJsonString(s_indented) + "\n";

    private static JsonObject Root(OptionDocs docs)
    {
        var properties = Properties(OptionTree.Root, docs);
        properties.Insert(0, "$schema", new JsonObject { ["type"] = "string", ["description"] = "Where an editor finds this schema." });
        properties.Add(LogSettings.Section, Logging());
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Settings of EcgEdge",
            ["description"] = docs.Of(OptionTree.Root),
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject Properties(OptionNode section, OptionDocs docs) =>
        new(section.Children.Select(child => KeyValuePair.Create<string, JsonNode?>(child.Name, Describe(child, docs))));

    private static JsonObject Describe(OptionNode node, OptionDocs docs)
    {
        var schema = new JsonObject();
        if (docs.Of(node) is { Length: > 0 } description) schema["description"] = node.Shape == OptionShape.Value ? $"{description} {WhenApplied(node)}" : description;
        switch (node.Shape)
        {
            case OptionShape.Section:
                schema["type"] = "object";
                schema["additionalProperties"] = false;
                schema["properties"] = Properties(node, docs);
                break;
            case OptionShape.List:
                schema["type"] = "array";
                schema["items"] = Describe(node.Children[0], docs);
                break;
            default:
                DescribeValue(node, schema);
                break;
        }

        return schema;
    }

    private static string WhenApplied(OptionNode node) => node.IsLive ? "Applies while the agent runs." : "Needs a restart.";

    private static void DescribeValue(OptionNode node, JsonObject schema)
    {
        var type = TypeName(node.Type);
        // Null is "not set" everywhere.
        schema["type"] = new JsonArray(type, "null");
        if (node.Choices is { } choices) schema["enum"] = new JsonArray([.. choices.Select(c => type == "string" ? JsonValue.Create(c) : JsonNode.Parse(c)), null]);
        if (node.Default is { } value) schema["default"] = Json(value);
        if (node.IsSecret) schema["writeOnly"] = true;
        if (node.Range is not { } range) return;
        schema[range.IsAbove ? "exclusiveMinimum" : "minimum"] = Number(node.Type, range.Minimum);
        if (!double.IsInfinity(range.Maximum)) schema["maximum"] = Number(node.Type, range.Maximum);
        else if (node.Type == typeof(double)) AllowInfinity(schema);
    }

    /// <summary>JSON has no number for infinity; the reader takes the word.</summary>
    private static void AllowInfinity(JsonObject schema)
    {
        schema["type"] = new JsonArray("number", "string", "null");
        schema["pattern"] = "^Infinity$";
    }

    /// <summary>A value as JSON; null where JSON has no number for it.</summary>
    internal static JsonNode? Json(object value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(OptionValue.Text(value)),
    };

    private static JsonValue Number(Type type, double value) => type == typeof(double) ? JsonValue.Create(value) : JsonValue.Create((long)value);

    internal static string TypeName(Type type) =>
        type == typeof(bool) ? "boolean" : type == typeof(int) || type == typeof(long) ? "integer" : type == typeof(double) ? "number" : "string";

    private static JsonObject Logging()
    {
        JsonObject Levels() => new()
        {
            ["description"] = "Least level that is logged, by category; Default for all others. Applies while the agent runs.",
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["enum"] = new JsonArray([.. LogSettings.Names.Select(n => JsonValue.Create(n))]) },
        };
        JsonObject Section(string description, params (string Name, JsonNode Schema)[] parts) => new()
        {
            ["description"] = description,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
        };
        return Section("What is logged.", ("LogLevel", Levels()), ("Console", Section("The same for the console alone.", ("LogLevel", Levels()))));
    }
}

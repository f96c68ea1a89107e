using System.Text;

namespace EcgEdge.Agent.Options;

/// <summary>A settings file with every option at its default and a comment that says what it is.</summary>
public static class OptionsSample
{
    private const int LineLength = 110;

    /// <exception cref="FileNotFoundException">The descriptions are missing.</exception>
    public static string Write()
    {
        var docs = OptionDocs.Load();
        var text = new StringBuilder();
        text.Append("// Every option of EcgEdge at its default. Copy what you change into appsettings.json; all of it is optional.\n");
        text.Append("// null stands for \"not set\". What is marked [live] applies while the agent runs, all else needs a restart.\n");
        text.Append("// Written by: ecgedge config sample\n{\n");
        text.Append("  \"$schema\": \"appsettings.schema.json\",\n");
        foreach (var section in OptionTree.Root.Children) Append(section, docs, text, 1, isLast: false);
        text.Append("\n  // What is logged, by category: Trace, Debug, Information, Warning, Error, Critical or None. [live]\n");
        text.Append("  \"Logging\": { \"LogLevel\": { \"Default\": \"Information\" } }\n}\n");
        return text.ToString();
    }

    private static void Append(OptionNode node, OptionDocs docs, StringBuilder text, int depth, bool isLast)
    {
        var indent = new string(' ', 2 * depth);
        if (node.Shape != OptionShape.Value) text.Append('\n');
        foreach (var line in Wrapped(Comment(node, docs))) text.Append(indent).Append("// ").Append(line).Append('\n');
        text.Append(indent).Append('"').Append(node.Name).Append("\": ");
        switch (node.Shape)
        {
            case OptionShape.Value:
                text.Append(node.Default is { } value ? OptionsSchema.Json(value)!.ToJsonString() : "null");
                break;
            case OptionShape.Section:
                AppendContent(node, docs, text, depth);
                break;
            default:
                text.Append('[');
                if (node.Children[0].Shape == OptionShape.Section)
                {
                    text.Append('\n').Append(' ', 2 * depth + 2);
                    AppendContent(node.Children[0], docs, text, depth + 1);
                    text.Append('\n').Append(indent);
                }

                text.Append(']');
                break;
        }

        text.Append(isLast ? "\n" : ",\n");
    }

    private static void AppendContent(OptionNode section, OptionDocs docs, StringBuilder text, int depth)
    {
        text.Append("{\n");
        foreach (var child in section.Children) Append(child, docs, text, depth + 1, isLast: child == section.Children[^1]);
        text.Append(' ', 2 * depth).Append('}');
    }

    private static string Comment(OptionNode node, OptionDocs docs)
    {
        if (node.Shape != OptionShape.Value) return docs.Of(node);
        var description = docs.Of(node);
        var choices = node.Choices is { } all && !all.All(c => description.Contains(c, StringComparison.Ordinal)) ? $" One of: {string.Join(", ", all)}." : "";
        return $"{description}{choices}{(node.IsLive ? " [live]" : "")}";
    }

    private static IEnumerable<string> Wrapped(string comment)
    {
        var line = new StringBuilder();
        foreach (var word in comment.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        if (line.Length > 0) yield return line.ToString();
    }
}

using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace EcgEdge.Agent.Options;

/// <summary>Descriptions of options: the summaries of the records and their properties, from the documentation file that the compiler writes beside the program.</summary>
public sealed partial class OptionDocs
{
    private readonly Dictionary<string, string> _summaries;

    private OptionDocs(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Reads the program's documentation file.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static OptionDocs Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(OptionDocs).Assembly.GetName().Name}.xml");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing; it holds the descriptions of the options.");
        try
        {
            return new OptionDocs(XDocument.Load(path).Descendants("member").Where(m => m.Element("summary") is not null)
                .ToDictionary(m => m.Attribute("name")!.Value, m => Text(m.Element("summary")!)));
        }
        catch (XmlException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>What an option is, its range and unit, in a sentence or two; of a section without a summary of its own, its record's. Empty when there is none.</summary>
    public string Of(OptionNode node)
    {
        if (node.Property is { } property && _summaries.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var summary)) return summary;
        return node.Shape == OptionShape.Section ? _summaries.GetValueOrDefault($"T:{node.Type.FullName}", "") : "";
    }

    private static string Text(XElement summary)
    {
        foreach (var see in summary.Descendants().Where(e => e.Attribute("cref") is not null).ToArray())
            see.ReplaceWith(see.Attribute("cref")!.Value.Split('.', ':')[^1]);
        return Space().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

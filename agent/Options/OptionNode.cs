using System.Reflection;

namespace EcgEdge.Agent.Options;

/// <summary>What stands at a place in the tree of options.</summary>
public enum OptionShape
{
    /// <summary>Named options and sections.</summary>
    Section,

    /// <summary>Any number of the same, numbered from 0.</summary>
    List,

    /// <summary>One option.</summary>
    Value,
}

/// <summary>One place in the tree of options, as the records, their attributes and their doc comments describe it.</summary>
public sealed record OptionNode
{
    /// <summary>Name in its section; of what a list holds, the empty text.</summary>
    public required string Name { get; init; }

    public required OptionShape Shape { get; init; }

    /// <summary>Type of the value, without "or null"; of the record, or of what the list holds.</summary>
    public required Type Type { get; init; }

    /// <summary>Where it is kept in its section's record; null for the root and for what a list holds.</summary>
    public PropertyInfo? Property { get; init; }

    /// <summary>Value where none is set; null where that means "none", or where it depends on the machine.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the default depends on the machine.</summary>
    public bool HasMachineDefault { get; init; }

    /// <summary>What a number may be; null for other types.</summary>
    public OptionRange? Range { get; init; }

    /// <summary>All values it may have; null where there are too many to list.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Whether a change takes effect while the agent runs.</summary>
    public bool IsLive { get; init; }

    /// <summary>A section's options and sections; of a list, the one description of all that it holds.</summary>
    public IReadOnlyList<OptionNode> Children { get; init; } = [];

    public bool IsSecret => Type == typeof(Secret);

    /// <summary>The child of a name, whatever its case; null when there is none.</summary>
    public OptionNode? Find(string name)
    {
        foreach (var child in Children)
        {
            if (child.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return child;
        }

        return null;
    }

    /// <summary>What is expected here, in words.</summary>
    public string Expected => Shape switch
    {
        OptionShape.Section => $"a section with {string.Join(", ", Children.Select(c => c.Name))}",
        OptionShape.List => "a list",
        _ when Choices is { Count: > 0 } => string.Join(" or ", Choices),
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(int) || Type == typeof(long) => Range is null ? "a whole number" : $"a whole number, {Range}",
        _ when Type == typeof(double) => Range is null ? "a number" : Range.ToString(),
        _ => "a text",
    };
}

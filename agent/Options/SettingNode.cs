namespace EcgEdge.Agent.Options;

/// <summary>Settings as they were found, before it is known what they mean: keys cut at their colons into a tree.</summary>
internal sealed class SettingNode
{
    private readonly Dictionary<string, SettingNode> _children = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was set here; null or empty where only parts were.</summary>
    public string? Value { get; private set; }

    public IReadOnlyDictionary<string, SettingNode> Children => _children;

    /// <summary>Takes a child away and gives it; null when there is none.</summary>
    public SettingNode? Take(string name) => _children.Remove(name, out var child) ? child : null;

    public static SettingNode Of(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = new SettingNode();
        foreach (var (key, value) in settings)
        {
            var node = root;
            foreach (var name in key.Split(':'))
            {
                if (!node._children.TryGetValue(name, out var child)) node._children.Add(name, child = new SettingNode());
                node = child;
            }

            node.Value = value;
        }

        return root;
    }
}

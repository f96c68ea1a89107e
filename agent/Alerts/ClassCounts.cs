namespace EcgEdge.Agent.Alerts;

/// <summary>Beats counted by class.</summary>
public sealed class ClassCounts(IReadOnlyList<string> classes)
{
    private readonly int[] _counts = new int[classes.Count];

    public int Total { get; private set; }

    public void Add(int classIndex)
    {
        _counts[classIndex]++;
        Total++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Total = 0;
    }

    /// <summary>The classes met, by name.</summary>
    public Dictionary<string, int> ByName()
    {
        var counted = new Dictionary<string, int>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0) counted.Add(classes[i], _counts[i]);
        }

        return counted;
    }
}

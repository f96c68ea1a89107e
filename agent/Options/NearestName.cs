namespace EcgEdge.Agent.Options;

/// <summary>Finds the name that was probably meant, by the number of letters that differ, are missing, are too many or have changed places.</summary>
internal static class NearestName
{
    /// <summary>Longer than any name of ours; what is longer was not meant to be one.</summary>
    private const int LongestName = 64;

    /// <summary>The nearest of the known names; null when none is near.</summary>
    public static string? Among(IEnumerable<string> known, string name)
    {
        if (name.Length is 0 or > LongestName) return null;
        var near = known.Select(k => (Name: k, Distance: Distance(k.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(k => k.Distance <= Math.Max(1, Math.Max(k.Name.Length, name.Length) / 3)).ToList();
        return near.Count == 0 ? null : near.MinBy(k => k.Distance).Name;
    }

    /// <summary>The optimal string alignment distance (Damerau, 1964).</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}

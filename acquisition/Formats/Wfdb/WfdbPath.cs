namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Resolves a file that a header names.</summary>
internal static class WfdbPath
{
    /// <summary>Path of a file in the header's folder or one below. Nothing a header says may lead anywhere else.</summary>
    /// <exception cref="EcgFormatException">The name leads out of the folder.</exception>
    public static string Resolve(string folder, string name, string place)
    {
        var parts = name.Split('/');
        if (name.AsSpan().IndexOfAny('\\', ':') >= 0 || name.Any(char.IsControl) || parts.Any(p => p.Length == 0 || p is "." or ".."))
            throw new EcgFormatException($"{place}: file '{WfdbFields.Shorten(name)}' is not in the header's folder or one below it");
        return Path.Combine([folder, .. parts]);
    }
}

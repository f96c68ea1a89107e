namespace EcgEdge.Agent.Analyses;

/// <summary>Names of files that others sent.</summary>
internal static class UploadName
{
    private const int MaxLength = 60, MaxDepth = 8;

    /// <summary>A name that is safe in one folder: the last part of the one given, what is no letter, digit, blank, . _ - ( ) replaced.</summary>
    public static string Of(string? given)
    {
        var name = (given ?? "").Split('/', '\\')[^1].Trim().TrimStart('.');
        if (name.Length > MaxLength) name = name[^MaxLength..].TrimStart('.');
        name = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or ' ' or '(' or ')' ? c : '_'));
        return name.Length == 0 ? "upload" : name;
    }

    /// <summary>The parts of a path within an archive; null when it leads anywhere but into a folder of its own.</summary>
    public static string[]? Parts(string path)
    {
        var parts = path.Split('/');
        return parts.Length <= MaxDepth && parts.All(p => p is not ("" or "." or "..") && p.Length <= MaxLength && p == Of(p)) ? parts : null;
    }

    /// <summary>A name as an error may quote it: one line, not too long.</summary>
    public static string Shown(string name)
    {
        var shown = string.Concat(name.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c));
        return shown.Length <= MaxLength ? shown : shown[..MaxLength] + "...";
    }
}
